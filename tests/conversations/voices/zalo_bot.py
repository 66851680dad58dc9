"""Zalo's Bot Platform: updates to the real webhook route, answers over HTTP to the strict one."""

import json
from pathlib import Path

from bot.channels.zalo_bot.client import ZaloBotSettings
from bot.channels.zalo_bot.quota import Quota
from bot.channels.zalo_bot.service import ZaloBotService
from bot.channels.zalo_bot.webhook import SECRET_HEADER, webhook_path
from bot.links import FileLinks
from bot.zalo_bot import LinkedFiles
from handlers.clock import Clock
from handlers.messages import ChannelName, Inbound, InboundKind
from handlers.quotas import Plan
from handlers.store.unit_of_work import Store
from tests.conversations.voices.pictures import picture_of
from tests.conversations.voices.ward import GROUP, Loop, WardVoice, eventually
from tests.fakes.zalo_bot.core import TOKEN, Chat, StrictZalo, chat_id
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer

SECRET = "secret-of-the-voices"  # noqa: S105 - of a server of our own


class ZaloBotVoice(WardVoice):
    """No buttons: choices by number; what was tapped under a notice comes as it is."""

    channel = ChannelName.ZALO_BOT
    pictures = True

    def __init__(
        self, loop: Loop, folder: Path, store: Store, clock: Clock, server: ZaloServer
    ) -> None:
        super().__init__(loop, folder, store, clock)
        self.server = server
        self.people: dict[str, Person] = {}
        self.since = 0

    async def plug(self) -> ZaloBotService:
        """A bot of its own at the platform."""
        self.api = StrictZalo()
        address = PUBLIC + webhook_path(self.at)
        self.api.webhook = {"url": address, "secret": SECRET}
        self.api.month = 1_000_000
        self.server.api = self.api
        settings = ZaloBotSettings(
            TOKEN,
            api_url=self.server.url,
            webhook_url=PUBLIC,
            webhook_secret=SECRET,
            public_url=PUBLIC,
            per_second=1e6,
        )
        self.service = ZaloBotService(
            settings,
            self.at,
            self.clock,
            Quota(self.store, self.at, self.clock, Plan(1_000_000, 50)),
            outgoing=LinkedFiles(FileLinks(b"k" * 32, PUBLIC, self.clock), self.outgoing),
        )
        route = self.service.receive_through(self.dispatch)
        assert route is not None
        self.app.include_router(route)
        self.channels[self.at] = self.service.channel
        self.fetchers[self.at] = self.service.files
        return self.service

    async def ready(self) -> None:
        """Until the bot has seen that the webhook is set."""
        await eventually(lambda: self.service.health.well)

    def contact(self, chat: str) -> str:
        """The chat's id at Zalo."""
        return self._chat(chat).id

    async def mark(self, chat: str) -> None:
        """What was heard until now was read."""
        self.since = len(self._chat(chat).heard)

    async def act(self, chat: str, inbound: Inbound) -> bool:
        """An update, posted as Zalo posts it."""
        person = self._person(chat)
        match inbound.kind:
            case InboundKind.TEXT:
                update = person.update("message.text.received", text=inbound.text)
            case InboundKind.START:
                words = f"/start {inbound.text}".strip()
                update = person.update("message.text.received", text=words)
            case InboundKind.UNSUPPORTED:
                update = person.update("message.sticker.received", sticker="a")
            case InboundKind.FILES:
                picture = {"photo_url": self.server.picture(picture_of(inbound))}
                caption = {"caption": inbound.text} if inbound.text else {}
                update = person.update("message.image.received", **picture, **caption)
            case _:
                return await self.hand_over(chat, inbound)
        answer = await self.http.post(
            webhook_path(self.at),
            content=json.dumps({"ok": True, "result": update}),
            headers={SECRET_HEADER: SECRET},
        )
        assert answer.status_code == 200
        return True

    async def read(self, chat: str) -> str:
        """Words, and the addresses of pictures."""
        assert self.api.refused() == []
        heard = self._chat(chat).heard[self.since :]
        return "\n\n".join(str(one.get("text") or one.get("photo") or "") for one in heard)

    def _person(self, chat: str) -> Person:
        if chat not in self.people:
            self.people[chat] = Person(self.api, chat)
            if chat.endswith(GROUP):
                room = Chat(chat_id(f"room of {chat}"), group=True)
                self.people[chat].group = self.api.chats.setdefault(room.id, room)
        return self.people[chat]

    def _chat(self, chat: str) -> Chat:
        person = self._person(chat)
        return person.group or person.chat
