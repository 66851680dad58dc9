"""The Official Account's sending side.

No message is repeated that may have arrived: Zalo has no key that would make it harmless.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog

from bot.channels.base import Part, Refused, TryAgain
from bot.channels.counting import Counting
from bot.channels.zalo_oa import failures
from bot.channels.zalo_oa.api import OaApi, Told
from bot.channels.zalo_oa.codes import Meaning
from bot.channels.zalo_oa.gate import Gate
from bot.channels.zalo_oa.limits import LABEL, PER_MINUTE, channel_limits
from bot.channels.zalo_oa.paying import Purse
from bot.channels.zalo_oa.receive import QUERY
from bot.channels.zalo_oa.render import ASK_NUMBER, form_of, parts_of
from bot.channels.zalo_oa.tokens import NeedsHuman, NotNow
from bot.channels.zalo_oa.uploads import Uploads
from bot.channels.zalo_oa.windows import How
from bot.channels.zalo_oa.wire import WireError
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import Attachment, Button, ChannelName, Reply
from handlers.reaching import Reach
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind
from handlers.zalo_account import FREE, MARGIN, PAID

WITHOUT: Final = Meaning.OURS
"""After this nothing was sent: without its extras the same message may go."""

TEMPLATES: Final = frozenset({How.TEMPLATE_UID, How.TEMPLATE_PHONE})

log = structlog.get_logger(__name__)
Body = dict[str, Any]


class ZaloOaChannel(Counting):
    """Renders and sends for one account."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        api: OaApi,
        clock: Clock,
        gate: Gate,
        purse: Purse,
        *,
        uploads: Uploads | None = None,
        public_url: str = "",
        per_minute: int = PER_MINUTE,
        buttons: bool = False,
    ) -> None:
        super().__init__()
        self.name = ChannelName.ZALO_OA
        self.limits = channel_limits(per_minute)
        self._api = api
        self._clock = clock
        self._gate = gate
        self._purse = purse
        self._uploads = uploads
        self._public_url = public_url
        self._buttons = buttons
        self.plans: Counter[str] = Counter()
        """How pushes were to go since the start."""
        self._templates_from: datetime | None = None
        """When templates are tried again, after Zalo refused them all."""
        self.quotas: Counter[str] = Counter()
        """What Zalo said a message was counted as; `billed` where it said nothing."""

    def reach(self, now: datetime, due: datetime | None) -> tuple[Reach, datetime | None]:
        """Who writes now: for 48 hours, or for seven days where somebody pays for the rest."""
        until = now + (PAID if self._gate.pays(now) else FREE) - MARGIN
        if due is not None and due <= until:
            return Reach.ALWAYS, None
        return Reach.UNTIL, until

    def wants_number(self, contact: str) -> bool:
        """Whether templates go by phone here, and this person's number is not kept yet.

        Zalo shows a picture in its form, which it fetches from our public address.
        """
        return bool(self._public_url) and self._gate.wants_number(contact)

    def way(self) -> None:
        """No link into an account that carries what it is for is documented."""

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The messages a reply becomes."""
        return parts_of(reply, self._public_url, buttons=self._buttons)

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """Nothing is decided without the message itself: see `push_parts`."""
        del to, kind, now

    async def push_parts(
        self, to: Destination, reply: Reply, kind: OutboxKind, now: datetime, begun: int = 0
    ) -> tuple[Part, ...]:
        """As words inside the windows, as an approved template beyond.

        Of what was begun in words the rest is paid for as any other, and waits as words.

        Raises:
            Withheld: neither may go; the reason is one of `windows.Reason`.
            TryAgain: that could not be told.
        """
        del kind
        words = self.render(reply)
        form = None if begun else reply.form
        try:
            plan = await self._gate.plan(to, form, now, len(words) - begun)
        except StorageError as error:
            raise TryAgain from error
        self.plans[plan.how] += 1
        if plan.template is not None:
            return (Part(reply=reply, way=plan.how),)
        if plan.how is not How.FREE:
            return tuple(replace(part, way=plan.how) for part in words)
        return words

    async def _send(self, chat: str, to: Destination, part: Part) -> str:
        try:
            if part.way in TEMPLATES:
                return self._number(await self._template(to, part))
            told = await self._purse.words(part.way, partial(self._call, chat, part))
        except StorageError as error:  # the purse could not be opened: nothing has left
            raise TryAgain from error
        except WireError as error:
            raise failures.wire_error(error) from None
        except (NeedsHuman, NotNow) as error:
            raise failures.token_error(error) from None
        return self._number(told)

    async def _template(self, to: Destination, part: Part) -> Told:
        """What stops templates stops nothing else: words go on, and citizens are answered."""
        now = self._clock.now()
        if self._templates_from is not None and now < self._templates_from:
            raise TryAgain(self._templates_from - now)
        told = await self._purse.template(to, part)
        if told.meaning is Meaning.STOP:
            self._templates_from = now + failures.HALT
            raise TryAgain(failures.HALT)
        return told

    async def _call(self, user: str, part: Part) -> Told:
        if part.attachment is not None:
            return await self._attach(user, part.attachment)
        if part.way == ASK_NUMBER:
            return await self._ask_number(user, part)
        return await self._said(user, part)

    async def _ask_number(self, user: str, part: Part) -> Told:
        """By Zalo's form; where that is refused, words say so."""
        told = await self._api.message(_to(user, form_of(self._public_url)))
        if told.meaning is WITHOUT:
            log.warning("zalo.form_refused", code=told.answer.error)
            told = await self._api.message(_to(user, {"text": part.text}))
        return told

    async def _said(self, user: str, part: Part) -> Told:
        message: Body = {"text": part.text}
        if part.choices:
            buttons = [_button(one) for one in part.choices]
            message["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
        told = await self._api.message(_to(user, message))
        if part.choices and told.meaning is WITHOUT:
            log.warning("zalo.buttons_refused", code=told.answer.error)
            told = await self._api.message(_to(user, {"text": part.text}))
        return told

    async def _attach(self, user: str, file: Attachment) -> Told:
        told = await self._file(user, file, fresh=False)
        if told.meaning is Meaning.ASSET:  # refused: nothing was sent
            told = await self._file(user, file, fresh=True)
        return told

    async def _file(self, user: str, file: Attachment, *, fresh: bool) -> Told:
        if self._uploads is None:
            raise Refused("file")
        try:
            message = await self._uploads.message(file, fresh=fresh)
        except WireError:
            raise TryAgain from None  # an upload is no message: it may be repeated
        if isinstance(message, Told):
            if message.meaning is Meaning.AMBIGUOUS:
                raise TryAgain
            return message
        return await self._api.message(_to(user, message))

    def _number(self, told: Told) -> str:
        if told.meaning is not Meaning.DONE:
            raise failures.delivery_error(told.meaning, self._clock.now())
        data = told.answer.data
        quota = data.get("quota")
        self.quotas[str(quota.get("quota_type")) if isinstance(quota, dict) else "billed"] += 1
        return str(data.get("message_id") or data.get("msg_id") or "")


def _to(user: str, message: Body) -> Body:
    return {"recipient": {"user_id": user}, "message": message}


def _button(choice: Button) -> Body:
    return {
        "title": choice.label[:LABEL],
        "type": "oa.query.show",
        "payload": QUERY + choice.action,
    }
