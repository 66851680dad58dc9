# ruff: noqa: ANN401 - contents of many kinds
"""People on Zalo: they write, send pictures and stickers, and hear."""

import time
from typing import Any

from tests.fakes.zalo_bot.core import Chat, StrictZalo, chat_id

Body = dict[str, Any]


class Person:
    """Someone who has found the bot."""

    def __init__(self, api: StrictZalo, number: int | str = 1001) -> None:
        self.api = api
        self.id = chat_id(number)
        self.chat = api.chats.setdefault(self.id, Chat(self.id))
        self.group: Chat | None = None

    def says(self, text: str) -> Body:
        """Types words; the update, to bring it again."""
        return self._does("message.text.received", text=text)

    def shows(self, url: str, caption: str = "", *, documented: bool = False) -> Body:
        """Sends a picture; documents say `photo`, real traffic had `photo_url`."""
        content: Body = {"photo_url": url, "message_type": "CHAT_PHOTO"}
        if documented:
            content = {"photo": url}
        if caption:
            content["caption"] = caption
        return self._does("message.image.received", **content)

    def sends(self, event: str, **content: Any) -> Body:
        """A sticker, a voice message, what bots do not get to see."""
        return self._does(event, **content)

    @property
    def hears(self) -> list[str]:
        """The words of every message of the bot."""
        return [str(one["text"]) for one in self.chat.heard if "text" in one]

    @property
    def sees(self) -> list[str]:
        """Addresses of the pictures."""
        return [str(one["photo"]) for one in self.chat.heard if "photo" in one]

    def update(self, event: str, **content: Any) -> Body:
        """An update as Zalo writes it, not brought to anybody."""
        chat: Body = {"id": self.id, "chat_type": "PRIVATE"}
        if self.group is not None:
            chat = {"id": self.group.id, "chat_type": "GROUP"}
        sender = {"id": self.id, "display_name": self.chat.name, "is_bot": False}
        message: Body = {
            "message_id": self.api.new_id(),
            "date": int(time.time() * 1_000),
            "from": sender,
            "chat": chat,
            **content,
        }
        return {"event_name": event, "message": message}

    def _does(self, event: str, **content: Any) -> Body:
        update = self.update(event, **content)
        self.api.brings(update)
        return update
