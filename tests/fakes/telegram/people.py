# ruff: noqa: ANN401 - messages are JSON of any kind
"""People in Telegram: what they do becomes updates of the strict server."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from knowledge.text.folding import fold
from tests.fakes.telegram.chats import BLOCKED, Chat
from tests.fakes.telegram.core import ME, StrictApi

Body = dict[str, Any]
_QUERIES = count(9_000_000_000)


@dataclass
class Person:
    """Someone with a private chat, or talking in a group when `room` is one."""

    api: StrictApi
    id: int = 1001
    name: str = "Chị Lan"
    room: Chat | None = None

    def __post_init__(self) -> None:
        self.chat = self.room or self.api.chats.open(self.id, "private", self.name)

    @property
    def user(self) -> Body:
        """The person as a sender."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "vi"}

    def says(self, text: str, **more: Any) -> int | None:
        """Sends words; commands carry their entity as Telegram marks it."""
        return self.sends(text=text, **more)

    def sends(self, **content: Any) -> int | None:
        """Sends any message."""
        thread = content.pop("thread", None)
        message = self.chat.add(self.user, self.api.clock.now(), thread=thread, **content)
        if self.chat.privacy and not _reaches_the_bot(message):
            return None
        return self.api.updates.add("message", message)

    def shows(self, data: bytes, caption: str = "") -> int | None:
        """Sends a picture the quick way: Telegram makes sizes of it."""
        return self._shares({"photo": self.api.files.photo(data)}, caption)

    def hands(self, data: bytes, name: str, mime: str, caption: str = "") -> int | None:
        """Sends a file as a document."""
        return self._shares({"document": self.api.files.document(data, name, mime)}, caption)

    def _shares(self, content: Body, caption: str) -> int | None:
        return self.sends(**content, **({"caption": caption} if caption else {}))

    def answers(self, to: Body, text: str) -> int | None:
        """Replies to a message."""
        quoted = {key: value for key, value in to.items() if key != "reply_to_message"}
        return self.sends(text=text, reply_to_message=quoted)

    def edits(self, text: str, was: str | None = None) -> int | None:
        """Corrects an own message: the last, or the last with these words."""
        mine = [m for m in self.chat.messages.values() if m["from"]["id"] == self.id]
        message = [m for m in mine if was is None or m.get("text") == was][-1]
        message |= {"text": text, "edit_date": int(self.api.clock.now().timestamp())}
        return self.api.updates.add("edited_message", message)

    def taps(self, label: str, **more: Any) -> int | None:
        """Taps the newest button whose label begins so."""
        message, data = self._button(label)
        return self.taps_data(data, message, **more)

    def taps_data(self, data: str, message: Body, update_id: int | None = None) -> int | None:
        """Taps with this callback data under this message."""
        query = str(next(_QUERIES))
        self.api.queries[query] = self.api.clock.now()
        content = {
            "id": query,
            "from": self.user,
            "message": message,
            "chat_instance": f"ci{self.chat.id}",
            "data": data,
        }
        return self.api.updates.add("callback_query", content, update_id)

    def blocks(self) -> int | None:
        """Blocks the bot."""
        self.chat.forbidden = BLOCKED
        return self._membership("member", "kicked")

    def comes_back(self) -> int | None:
        """Unblocks it."""
        self.chat.forbidden = ""
        return self._membership("kicked", "member")

    @property
    def hears(self) -> list[str]:
        """What the bot said here."""
        return self.api.texts(self.chat.id)

    def labels(self) -> list[str]:
        """The buttons under the last message that has some."""
        for message in reversed(self.api.sent(self.chat.id)):
            if "reply_markup" in message:
                rows = message["reply_markup"]["inline_keyboard"]
                return [button["text"] for row in rows for button in row]
        return []

    def _button(self, label: str) -> tuple[Body, str]:
        for message in reversed(self.api.sent(self.chat.id)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if fold(button["text"]).startswith(fold(label)):
                        return message, button["callback_data"]
        raise AssertionError(f"no button {label!r}; the newest are {self.labels()}")

    def _membership(self, was: str, now: str) -> int | None:
        old, new = _member(was), _member(now)
        return self.api.updates.add(
            "my_chat_member",
            {
                "chat": self.chat.about(),
                "from": self.user,
                "date": int(self.api.clock.now().timestamp()),
                "old_chat_member": old,
                "new_chat_member": new,
            },
        )


def _reaches_the_bot(message: Body) -> bool:
    """What a bot in privacy mode gets of a group: commands, mentions, replies to it."""
    text = message.get("text", "")
    answered = (message.get("reply_to_message") or {}).get("from", {}).get("id")
    return text.startswith("/") or f"@{ME['username']}" in text or answered == ME["id"]


def _member(status: str) -> Body:
    extra: Body = {"until_date": 0} if status == "kicked" else {}
    return {"user": ME, "status": status, **extra}
