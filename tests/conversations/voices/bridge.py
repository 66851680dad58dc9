"""A gateway of the province: signed events to the real route, answers over HTTP to a gateway.

`sms` is the same with the limits of text messages: people read the first page, and ask for the
next until there is none.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from bot.channels.bridge.client import Gateway
from bot.channels.bridge.fetch import BridgeFiles
from bot.channels.bridge.health import Health
from bot.channels.bridge.intake import Intake
from bot.channels.bridge.limits import GatewayLimits, Unit
from bot.channels.bridge.purse import Purse
from bot.channels.bridge.send import BridgeChannel
from bot.channels.bridge.service import BridgeService
from bot.channels.bridge.signature import Keys
from bot.channels.bridge.webhook import Door, Doors
from bot.links import FileLinks
from bot.zalo_bot import LinkedFiles
from handlers.clock import Clock
from handlers.messages import Button, ChannelName, Inbound, InboundKind, Reply
from handlers.store.unit_of_work import Store
from knowledge.sms import count, plain
from knowledge.text.folding import fold
from tests.bridge.gateway import sign
from tests.conversations.voices.pictures import picture_of
from tests.conversations.voices.ward import GROUP, Act, Loop, WardVoice, number_of, typed

PUBLIC: Final = "https://phuong.example.vn"
SECRET: Final = "a-secret-of-the-voices-0123456789"  # noqa: S105 - of a gateway of our own
NAME: Final = "sms"
EVENTS: Final = {
    InboundKind.TEXT: "text",
    InboundKind.START: "start",
    InboundKind.UNSUPPORTED: "unsupported",
}
Body = dict[str, Any]


class BridgeVoice(WardVoice):
    """No buttons: choices by number; what was tapped under a notice comes as it is."""

    channel = ChannelName.BRIDGE
    pictures = True
    limits = GatewayLimits(per_second=1e6)

    def __init__(self, loop: Loop, folder: Path, store: Store, clock: Clock) -> None:
        super().__init__(loop, folder, store, clock)
        self.sent_pictures: list[bytes] = []
        self.heard: defaultdict[str, list[Body]] = defaultdict(list)
        self.since = 0
        self.number = 0

    async def plug(self) -> BridgeService:
        """A gateway of its own, in the same loop."""
        self.runner = web.AppRunner(self._gateway(), handle_signals=False, shutdown_timeout=0.2)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        self.origin = f"http://127.0.0.1:{self.runner.addresses[0][1]}"
        url = f"{self.origin}/gui"
        self.fetchers[self.at] = BridgeFiles(url)
        keys, health = Keys(SECRET), Health(self.at, self.clock)
        client = Gateway(url, keys, self.clock)
        files = LinkedFiles(FileLinks(b"k" * 32, PUBLIC, self.clock), self.outgoing)
        channel = BridgeChannel(
            client,
            self.limits,
            Purse(self.store, self.at, self.clock, self.limits),
            health,
            self.clock,
            files=files,
            public_url=PUBLIC,
        )
        intake = Intake(
            self.at, self.dispatch, self.store, health, self.clock, paged=self.limits.sms
        )
        door, doors = Door(keys, intake, self.clock), Doors()
        doors.by_name[NAME] = door
        self.app.include_router(doors.routes())
        self.channels[self.at] = channel
        given = {"health": health, "store": self.store, "clock": self.clock}
        return BridgeService(NAME, client, channel, door, **given)  # type: ignore[arg-type]

    def contact(self, chat: str) -> str:
        """The chat's name at the gateway: plain letters."""
        return chat if chat.isascii() else fold(chat).replace(" ", "-")

    async def mark(self, chat: str) -> None:
        """What was heard until now was read."""
        self.since = len(self.heard[self.contact(chat)])

    async def act(self, chat: str, inbound: Inbound) -> bool:
        """An event, posted as a gateway posts it."""
        if inbound.kind is InboundKind.FILES and self.pictures:
            return await self.bring(chat, self._shown(inbound))
        if inbound.kind not in EVENTS or (inbound.kind is InboundKind.TEXT and not inbound.text):
            return await self.hand_over(chat, inbound)
        event: Body = {"kind": EVENTS[inbound.kind], "group": chat.endswith(GROUP)}
        if inbound.kind is not InboundKind.UNSUPPORTED:
            event["text"] = inbound.text
        return await self.bring(chat, event)

    def _shown(self, inbound: Inbound) -> Body:
        """A picture, which the gateway keeps for whoever fetches it."""
        self.sent_pictures.append(picture_of(inbound))
        url = f"{self.origin}/anh/{len(self.sent_pictures) - 1}"
        files = [{"url": url, "mime": "image/jpeg"}]
        return {"kind": "files", "files": files, "text": inbound.text}

    async def bring(self, chat: str, event: Body) -> bool:
        """One signed event; whether it was stored."""
        self.number += 1
        body = json.dumps({"id": f"e{self.number}", "from": self.contact(chat), **event}).encode()
        stamp = str(int(self.clock.now().timestamp()))
        headers = {
            "X-Motcua-Timestamp": stamp,
            "X-Motcua-Signature": sign(SECRET, "inbound", stamp, body),
        }
        answer = await self.http.post(f"/cau-noi/{NAME}/tin", content=body, headers=headers)
        assert answer.status_code in (200, 202), answer.text
        return answer.status_code == 202

    async def read(self, chat: str) -> str:
        """The words."""
        return "\n\n".join(one["text"] for one in self.heard[self.contact(chat)][self.since :])

    async def _end(self) -> None:
        await super()._end()
        await self.runner.cleanup()

    def _gateway(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/gui", self._take)
        app.router.add_get("/anh/{number}", self._picture)
        return app

    async def _picture(self, request: web.Request) -> web.Response:
        data = self.sent_pictures[int(request.match_info["number"])]
        return web.Response(body=data, content_type="image/jpeg")

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        right = sign(SECRET, "outbound", request.headers["X-Motcua-Timestamp"], body)
        assert request.headers["X-Motcua-Signature"] == right
        message = json.loads(body)
        self.heard[message["to"]].append(message)
        return web.json_response({"status": "accepted"}, status=202)


class SmsVoice(BridgeVoice):
    """Three segments without diacritics, page by page."""

    pictures = False
    limits = GatewayLimits(unit=Unit.SMS, segments=3, marks=False, per_second=1e6)

    def choosing(self, button: Button, heard: Sequence[Reply]) -> Act:
        """The number in sight, before words without their marks."""
        bare = Button(plain(" ".join(button.label.split())), button.action)
        if number_of(button, heard).isdecimal():
            offered = [Reply((), choices=_bare(one.choices)) for one in heard]
            return InboundKind.TEXT, typed(bare, offered, self.said)
        return InboundKind.TEXT, bare.label

    async def read(self, chat: str) -> str:
        """The words of every page, without what stands under it."""
        pages = self.heard[self.contact(chat)][self.since :]
        assert all(count(one["text"]).segments == one["segments"] <= 3 for one in pages)
        lines = [line for one in pages for line in one["text"].splitlines()]
        return "\n".join(line for line in lines if "TIEP hoac 0" not in line)

    async def _does(
        self, chat: str, inbound: Inbound, *, handed_over: bool = False
    ) -> tuple[Reply, ...]:
        replies = await super()._does(chat, inbound, handed_over=handed_over)
        read = self.told
        while (heard := self.heard[self.contact(chat)][self.since :]) and "TIEP hoac 0" in heard[
            -1
        ]["text"]:
            await super()._does(chat, Inbound(inbound.address, "", inbound.received_at, text="0"))
            read = f"{read}\n{self.told}"
        self.told = read
        return replies


def _bare(choices: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple(Button(plain(" ".join(one.label.split())), one.action) for one in choices)
