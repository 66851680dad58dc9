"""Zalo's Official Account: signed events to the real route, answers over HTTP to the strict one."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.channels.zalo_oa.service import ZaloOaService
from bot.communes import Served
from bot.zalo_oa import pairs_of
from bot.zalo_oa_channel import ZaloOaAccounts
from handlers.clock import Clock
from handlers.messages import ChannelName, Inbound, InboundKind
from handlers.store.unit_of_work import Store
from knowledge.commune import Commune
from tests.conversations.voices.pictures import SOMEWHERE, picture_of
from tests.conversations.voices.ward import Loop, WardVoice
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account
from tests.fakes.zalo_oa.events import from_user, sign
from tests.fakes.zalo_oa.line import first_pair, settings_of
from tests.fakes.zalo_oa.refusals import Body
from tests.fakes.zalo_oa.server import ZaloOaServer


class ZaloOaVoice(WardVoice):
    """No buttons: choices by number; a query stands for a button of an earlier message."""

    channel = ChannelName.ZALO_OA
    pictures = quotes = True

    def __init__(
        self, loop: Loop, folder: Path, store: Store, clock: Clock, server: ZaloOaServer
    ) -> None:
        super().__init__(loop, folder, store, clock)
        self.zalo, self.folder = server, folder
        self.users: dict[str, str] = {}
        self.since = 0
        self.count = 0

    def endpoint(self, channel: ChannelName, account: str, commune: Commune | None = None) -> str:
        """The one there is."""
        del channel, account, commune
        return self.at

    async def plug(self) -> ZaloOaService:
        """An account of its own at Zalo, that goes by our clock."""
        self.zalo.account = Account(self.clock.now)
        self.zalo.account.refresh_life = timedelta(days=3_650)  # a test leaps, no ward keeps fresh
        self.settings = settings_of(self.zalo, self.folder, {})
        account = Served(self.commune, None, zalo_oa=self.settings.zalo_oa)
        service = ZaloOaAccounts(self, self.app).open(account)
        pairs = pairs_of(self.settings, self.store, self.at)
        pairs.log_in(first_pair(self.zalo.account, self.clock.now()))
        return service

    def contact(self, chat: str) -> str:
        """The person's id at this account."""
        return self.users.setdefault(chat, f"24684588352919{len(self.users):04d}")

    async def mark(self, chat: str) -> None:
        """What was heard until now was read."""
        self.since = len(self._heard(chat))

    async def act(self, chat: str, inbound: Inbound) -> bool:
        """An event, signed and posted as Zalo posts it."""
        if inbound.group:
            return await self.hand_over(chat, inbound)
        match inbound.kind:
            case InboundKind.TEXT:
                await self._post(chat, "user_send_text", {"text": inbound.text})
            case InboundKind.TAP:
                await self._post(chat, "user_send_text", {"text": f"#{inbound.action}"})
            case InboundKind.UNSUPPORTED:
                sticker = {"type": "sticker", "payload": {"id": "1", "url": "https://x.example/1"}}
                await self._post(chat, "user_send_sticker", {"attachments": [sticker]})
            case InboundKind.FILES:
                await self._show(chat, inbound)
            case InboundKind.PLACE:
                point = (inbound.text or SOMEWHERE).split(",")
                spot = dict(zip(("latitude", "longitude"), point, strict=True))
                pin = {"type": "location", "payload": {"coordinates": spot}}
                await self._post(chat, "user_send_location", {"attachments": [pin]})
            case InboundKind.START if not inbound.text:
                await self._follow(chat)
            case _:
                return await self.hand_over(chat, inbound)
        return True

    async def read(self, chat: str) -> str:
        """The words, and the files by what they are."""
        return "\n\n".join(
            str(one.get("text") or (one.get("attachment") or {}).get("type") or "")
            for one in self._heard(chat)[self.since :]
        )

    async def hand_over(self, chat: str, inbound: Inbound) -> bool:
        """As everywhere; Zalo knows that they were there."""
        self.zalo.account.acts(self.contact(chat))
        return await super().hand_over(chat, inbound)

    def _heard(self, chat: str) -> list[Body]:
        return self.zalo.account.person(self.contact(chat)).hears

    async def _follow(self, chat: str) -> None:
        self.zalo.account.acts(self.contact(chat))
        await self._signed(
            {
                "oa_id": rules.OA_ID,
                "follower": {"id": self.contact(chat)},
                "user_id_by_app": "552177279717587730",
                "event_name": "follow",
                "source": "oa_profile",
                "app_id": rules.APP_ID,
                "timestamp": self._stamp(),
            }
        )

    async def _show(self, chat: str, inbound: Inbound) -> None:
        """A picture, where Zalo keeps what people send."""
        name = f"{self.at}-{self.count}.jpg"
        self.zalo.files[name] = picture_of(inbound)
        url = f"{self.zalo.url}/file/{name}"
        picture = {"type": "image", "payload": {"thumbnail": url, "url": url}}
        words = {"text": inbound.text} if inbound.text else {}
        quoted = {"quote_msg_id": inbound.reply_to} if inbound.reply_to else {}
        await self._post(chat, "user_send_image", {**words, "attachments": [picture], **quoted})

    async def _post(self, chat: str, event: str, message: dict[str, Any]) -> None:
        self.count += 1
        self.zalo.account.acts(self.contact(chat))
        given = {"msg_id": f"v{self.count}", **message}
        await self._signed(from_user(self.contact(chat), event, given, self._stamp()))

    async def _signed(self, event: Body) -> None:
        body = json.dumps(event).encode()
        headers = {"X-ZEvent-Signature": sign(body, str(event["timestamp"]))}
        answer = await self.http.post("/zalo/oa", content=body, headers=headers)
        assert answer.status_code == 200

    def _stamp(self) -> str:
        return str(int(self.clock.now().timestamp() * 1000))
