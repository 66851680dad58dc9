"""From verified events to dispatch: store, then answer.

`take` returns once the event is stored or known to need no storing; a repeat changes nothing.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import structlog

from bot.channels.aside import Aside, Helped, Lately
from bot.channels.setting_aside import SettingAside, id_of
from bot.channels.taking import Submits, Taking
from bot.channels.zalo_oa.api import OaApi
from bot.channels.zalo_oa.early import Receipts
from bot.channels.zalo_oa.receive import (
    Arrived,
    ByHand,
    Delivered,
    Details,
    Passed,
    Raw,
    SetAside,
    Update,
    read,
)
from bot.channels.zalo_oa.recent import Recent
from bot.channels.zalo_oa.tokens import NeedsHuman, NotNow
from bot.channels.zalo_oa.wire import WireError
from handlers.clock import Clock
from handlers.conversation import REPLY_LIFE
from handlers.errors import StorageError
from handlers.store import holding, phones, queueing
from handlers.store.contacts import endpoint_of, open_contact
from handlers.store.unit_of_work import Store
from handlers.vault import Vault, phone_place
from handlers.wording.messengers import GUEST_CODE, GUESTS_ONLY
from handlers.wording.zalo_oa import number_kept

HELP_EVERY: Final = timedelta(minutes=10)
"""Stickers and the like are answered so often: somebody may send ten."""
CHATS_KEPT: Final = 4_096
TOOL: Final = "zalo"
"""Who has a chat that a clerk answers: the account's own tool; the person is none of ours."""

log = structlog.get_logger(__name__)


class NotTaken(Exception):  # noqa: N818 - says what to do: do not confirm it
    """The event was not taken in; Zalo brings it again."""


class Intake(Taking):
    """Takes the events of one account in."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        api: OaApi,
        endpoint: str,
        oa_id: str,
        dispatch: Submits,
        store: Store,
        clock: Clock,
        *,
        step_back: timedelta = timedelta(hours=1),
        guests: frozenset[str] | None = None,
        vault: Vault | None = None,
    ) -> None:
        """`vault` seals the numbers people hand over; without one none is kept."""
        super().__init__()
        self._api = api
        self._endpoint = endpoint
        self._oa_id = oa_id
        self._dispatch = dispatch
        self._store = store
        self._clock = clock
        self._step_back = step_back
        self._guests = guests
        self._vault = vault
        self._recent = Recent()
        self._told: Lately[str, None] = Lately(CHATS_KEPT)
        self._helped = Helped(HELP_EVERY, CHATS_KEPT)
        self._aside = Aside()
        self._unread = SettingAside(dispatch, endpoint, clock, guests)
        self.receipts = Receipts(store, endpoint, clock)

    async def take(self, raw: Raw) -> None:
        """Take one event in.

        Raises:
            NotTaken: it is not stored and must not be confirmed.
        """
        update = read(raw, self._endpoint, self._oa_id, self._clock.now())
        try:
            await self._take(update)
            if isinstance(update, SetAside):
                log.warning("zalo.set_aside", reason=update.reason)
                await self._keep(raw, update.reason)
        except StorageError as error:
            log.warning("zalo.not_stored", error=type(error).__name__)
            raise NotTaken from error
        self.taken += 1
        self.last_at = self._clock.now()

    async def give_up(self, raw: Raw) -> None:
        """Keep what broke something of ours as often as it may.

        Raises:
            NotTaken: it is not kept and must not be confirmed.
        """
        try:
            await self._keep(raw, "defect")
        except StorageError as error:
            raise NotTaken from error

    async def _keep(self, raw: Raw, reason: str) -> None:
        """As it came, but for what people hand over of themselves: that is kept sealed or not."""
        kept = {name: value for name, value in raw.items() if name != "info"}
        await self._unread.keep(kept, reason, (_whose(raw, self._oa_id), None))
        self.set_aside += 1

    async def take_back(self, raw: Raw) -> bool:
        """Take in what was read back; whether it is new, and of somebody we talk to.

        Raises:
            NotTaken: it is not stored.
        """
        update = read(raw, self._endpoint, self._oa_id, self._clock.now())
        if not isinstance(update, Arrived):
            log.warning("zalo.set_aside", reason="read back")
            return False
        try:
            stored = await self._arrived(update)
        except StorageError as error:
            raise NotTaken from error
        self._recent.keep(update)
        return stored

    async def step_back(self, user: str, at: datetime) -> None:
        """A clerk has answered by hand then."""
        if at + self._step_back > self._clock.now():
            await asyncio.to_thread(partial(self._hold, ByHand(user, at)))

    async def stop(self) -> None:
        """Let what is beside the answers end."""
        await self._aside.end()

    async def _take(self, update: Update) -> None:
        match update:
            case Arrived():
                await self._arrived(update)
            case ByHand():
                await asyncio.to_thread(partial(self._hold, update))
                log.info("zalo.stepped_back")
            case Delivered():
                self._aside.begin(self.receipts.take(update))
            case Details():
                await self._details(update)
            case Passed(reason=reason):
                log.debug("zalo.passed", reason=reason)
            case SetAside():
                pass

    async def _arrived(self, update: Arrived) -> bool:
        """Store it; False for a repeat, a stranger, or one sticker of many."""
        user, now = update.inbound.address.contact, self._clock.now()
        if self._guests is not None and user not in self._guests:
            self._turn_away(user)
            return False
        if self._recent.has(update):
            log.info("zalo.known_by_words")
            return False
        if update.wordless and not self._helped.begin(user, now):
            return False
        with self._helped.undone(user, begun=update.wordless):
            stored = await self._dispatch.submit(update.inbound)
        self.lag_seconds = max(0.0, (now - update.at).total_seconds())
        return stored is not None

    async def _details(self, update: Details) -> None:
        """A number handed over is kept, sealed, where templates go by phone; nowhere else."""
        if self._vault is None or not update.phone:
            log.info("zalo.details_not_kept")
            return
        await asyncio.to_thread(partial(self._keep_number, update, self._vault))
        log.info("zalo.details_kept")

    def _keep_number(self, update: Details, vault: Vault) -> None:
        now = self._clock.now()
        if self._guests is not None and update.user not in self._guests:
            return
        with self._store.work() as work:
            owner = endpoint_of(work, self._endpoint)
            contact = open_contact(work, owner, update.user, "", now)
            phones.keep(work, contact, vault.seal_text(phone_place(contact), update.phone), now)
            message = queueing.Message(
                key=f"details:{contact}:{update.at.timestamp():.0f}",
                reply=number_kept(update.phone),
                due=now,
                expires_at=now + REPLY_LIFE,
                after_crash=queueing.after_crash(owner.channel),
            )
            queueing.queue_all(work, owner.commune, owner.id, contact, (message,))
            work.commit()

    def _hold(self, update: ByHand) -> None:
        if self._guests is not None and update.user not in self._guests:
            return
        until, now = update.at + self._step_back, self._clock.now()
        with self._store.work() as work:
            holding.hold(work, self._endpoint, update.user, TOOL, until, now)
            work.commit()

    def _turn_away(self, user: str) -> None:
        """A sample commune talks to its guests; others hear so once, and nothing is kept."""
        if user in self._told:
            return
        self._told.keep(user, None)
        log.info("zalo.no_guest")
        text = f"{GUESTS_ONLY}\n\n{GUEST_CODE.format(chat=user)}"
        self._aside.begin(self._say(user, text))

    async def _say(self, user: str, text: str) -> None:
        try:
            await self._api.message({"recipient": {"user_id": user}, "message": {"text": text}})
        except (WireError, NeedsHuman, NotNow) as error:
            log.debug("zalo.nicety_failed", error=type(error).__name__)


def _whose(raw: Raw, oa_id: str) -> str | None:
    """The person of an event, however little of it is sound: the side that is not the account."""
    sides = (raw.get("sender"), raw.get("recipient"), raw.get("follower"))
    named = (id_of(one.get("id")) for one in sides if isinstance(one, Mapping))
    return next((one for one in named if one and one != oa_id), None)
