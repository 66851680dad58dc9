"""Telegram: updates to the real webhook route, answers to the strict Bot API."""

import json
import re
from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from typing import Any

from bot.channels.telegram.client import TelegramSettings
from bot.channels.telegram.paces import ChatPaces
from bot.channels.telegram.service import TelegramService
from bot.channels.telegram.webhook import SECRET_HEADER, webhook_path
from handlers.messages import Button, ChannelName, Inbound, InboundKind, Reply
from handlers.store.group_topics import GroupTopics
from handlers.store.paces import Pace
from tests.conversations.voices.pictures import SOMEWHERE, picture_of
from tests.conversations.voices.ward import GROUP, Act, WardVoice, eventually, typed
from tests.fakes.telegram.core import ME, TOKEN, Call, StrictApi
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.request import StrictRequest

SECRET = "secret-of-the-voices"  # noqa: S105 - of a server of our own
SETTINGS = TelegramSettings(
    TOKEN,
    api_url="http://127.0.0.1:1",
    webhook_url="https://phuong.example.vn",
    webhook_secret=SECRET,
    per_second=1e6,
)
AT_ONCE = Pace(timedelta(0), 1)
SPOKEN = {"sendmessage", "editmessagetext", "senddocument", "sendphoto"}
UNREADABLE: dict[str, Any] = {
    "sticker": {
        "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 512, "height": 512,
        "is_animated": False, "is_video": False,
    }
}  # fmt: skip
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_TAG = re.compile(r"<[^>]*>")


class TelegramVoice(WardVoice):
    """Buttons are tapped where they are shown, numbers typed where they are listed."""

    channel = ChannelName.TELEGRAM
    pictures = quotes = True

    async def plug(self) -> TelegramService:
        """The bot and its strict peer."""
        self.api = StrictApi(self.clock)
        self.people: dict[str, Person] = {}
        self.since = self.albums = 0
        request = StrictRequest(self.api)
        service = TelegramService(
            SETTINGS,
            self.at,
            self.clock,
            outgoing=self.outgoing,
            topics=GroupTopics(self.store),
            request=request,
            get_updates_request=request,
            paces=ChatPaces(AT_ONCE, AT_ONCE),
        )
        route = service.receive_through(self.dispatch)
        assert route is not None
        self.app.include_router(route)
        self.channels[self.at] = service.channel
        self.fetchers[self.at] = service.files
        self.service = service
        return service

    async def ready(self) -> None:
        """Until the webhook is set."""
        await eventually(lambda: self.service.health.well)

    def contact(self, chat: str) -> str:
        """The chat's number."""
        return str(self._person(chat).chat.id)

    async def mark(self, chat: str) -> None:
        """Calls made until now were read."""
        del chat
        self.since = len(self.api.calls)

    async def act(self, chat: str, inbound: Inbound) -> bool:
        """An update, posted as Telegram posts it."""
        person = self._person(chat)
        match inbound.kind:
            case InboundKind.TEXT | InboundKind.START:
                person.says(_words(inbound))
            case InboundKind.TAP:
                person.taps_data(inbound.action, self._message(person, inbound.action))
            case InboundKind.EDIT:
                person.edits(inbound.text, was=inbound.message)  # here: the words it had
            case InboundKind.UNSUPPORTED:
                person.sends(**UNREADABLE)
            case InboundKind.FILES:
                self._show(person, inbound)
            case InboundKind.PLACE:
                latitude, longitude = map(float, (inbound.text or SOMEWHERE).split(","))
                person.sends(location={"latitude": latitude, "longitude": longitude})
            case _:
                return await self.hand_over(chat, inbound)
        for update in self.api.updates.take_all():
            answer = await self.http.post(
                webhook_path(self.at), content=json.dumps(update), headers={SECRET_HEADER: SECRET}
            )
            assert answer.status_code == 200
        return True

    async def read(self, chat: str) -> str:
        """What was sent and what was changed in place, and the buttons under it."""
        assert self.api.refused() == []
        number = self._person(chat).chat.id
        return "\n\n".join(
            _shown(call)
            for call in self.api.calls[self.since :]
            if call.method in SPOKEN and call.status == 200 and call.parameters["chat_id"] == number
        )

    def _show(self, person: Person, inbound: Inbound) -> None:
        """A picture; all of one album have its number."""
        self.albums += 0 if inbound.continues else 1
        content: dict[str, Any] = {"media_group_id": f"album-{self.albums}"}
        if inbound.text:
            content["caption"] = inbound.text
        if inbound.reply_to:
            content["reply_to_message"] = {
                "message_id": int(inbound.reply_to),
                "date": int(self.clock.now().timestamp()),
                "chat": person.chat.about(),
                "from": ME,
                "text": "…",
            }
        person.sends(photo=self.api.files.photo(picture_of(inbound)), **content)

    def choosing(self, button: Button, heard: Sequence[Reply]) -> Act:
        """A tap where the button is in sight, be it under an earlier message."""
        if f"[{button.action}]" in self.buttons or self._stands(button):
            return InboundKind.TAP, button.action
        return InboundKind.TEXT, typed(button, heard, self.said)

    @property
    def buttons(self) -> set[str]:
        """Actions of the buttons of the last answer."""
        return {
            f"[{one['callback_data']}]"
            for call in self.api.calls[self.since :]
            for row in (call.parameters.get("reply_markup") or {}).get("inline_keyboard", [])
            for one in row
            if "callback_data" in one
        }

    def _person(self, chat: str) -> Person:
        if chat not in self.people:
            number = 1_001 + len(self.people)
            group = chat.endswith(GROUP)
            room = self.api.chats.open(-number, "group", "Tổ 1") if group else None
            self.people[chat] = Person(self.api, number, room=room)
        return self.people[chat]

    def _stands(self, button: Button) -> bool:
        rooms = [one.chat for one in self.people.values()]
        return any(
            f'"{button.action}"' in json.dumps(message.get("reply_markup", {}))
            for room in rooms
            for message in room.messages.values()
        )

    def _message(self, person: Person, action: str) -> dict[str, Any]:
        """The newest with this button; of a notice sent long ago, any message of the bot."""
        messages = [one for one in person.chat.messages.values() if one["from"] == ME]
        for message in reversed(messages):
            if action in json.dumps(message.get("reply_markup", {})):
                return message
        return person.chat.add(ME, self.clock.now(), text="…")


def _words(inbound: Inbound) -> str:
    """As they are typed."""
    if inbound.kind is InboundKind.START:
        return f"/start {inbound.text}".strip()
    called = inbound.group and not inbound.text.startswith("/")
    return f"@{ME['username']} {inbound.text}" if called else inbound.text


def _shown(call: Call) -> str:
    told = call.parameters
    text = str(told.get("text") or told.get("caption") or "")
    text = unescape(_TAG.sub("", _LINK.sub(r"\2: \1", text)))
    rows = (told.get("reply_markup") or {}).get("inline_keyboard", [])
    return "\n".join([text, *(f"  [{one['text']}]" for row in rows for one in row)])
