# ruff: noqa: ANN401 - messages are JSON of any kind
"""The strict server's chats: their state, messages and topics."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.fakes.telegram.refusing import ApiError, Body, bad

BLOCKED = "bot was blocked by the user"
DEACTIVATED = "user is deactivated"
KICKED = "bot was kicked from the supergroup chat"
NOT_MEMBER = "bot is not a member of the supergroup chat"


@dataclass
class Chat:
    """One chat; `forbidden` says why the bot may not write there."""

    id: int
    kind: str = "private"
    name: str = "Chị Lan"
    forbidden: str = ""
    migrated_to: int | None = None
    privacy: bool = False
    """Of a group: the bot's privacy mode is on and it is no administrator."""
    topics: dict[int, str] = field(default_factory=dict)
    """Names by id."""
    closed: set[int] = field(default_factory=set)
    forum: bool = False
    manages_topics: bool = True
    """Whether the bot has the right to, where there are topics."""
    messages: dict[int, Body] = field(default_factory=dict)
    _last: int = 0

    def about(self) -> Body:
        """The chat as it stands in messages."""
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": self.name}
        return {"id": self.id, "type": self.kind, "title": self.name}

    def add(self, sender: Body, at: datetime, *, thread: int | None = None, **content: Any) -> Body:
        """A new message."""
        self._last += 1
        message: Body = {
            "message_id": self._last,
            "date": int(at.timestamp()),
            "chat": self.about(),
            "from": sender,
            **content,
        }
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        self.messages[self._last] = message
        return message


class Chats:
    """All chats the bot has met."""

    def __init__(self) -> None:
        self._chats: dict[int, Chat] = {}

    def open(self, chat: int, kind: str = "private", name: str = "Chị Lan") -> Chat:
        """A chat, made when new."""
        return self._chats.setdefault(chat, Chat(chat, kind, name))

    def find(self, chat: int | str) -> Chat | None:
        """The chat, if the bot may know it."""
        return self._chats.get(int(chat)) if str(chat).lstrip("-").isdecimal() else None

    def meant(self, number: int | str, thread: int | None) -> Chat:
        """The chat a call is for, if the bot may write to it, and there."""
        chat = self.find(number)
        if chat is None:
            raise bad("chat not found")
        if chat.forbidden:
            raise ApiError(403, f"Forbidden: {chat.forbidden}")
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.migrated_to},
            )
        if thread is not None and thread not in chat.topics:
            raise bad("message thread not found")
        return chat

    def messages(self, chat: int) -> list[Body]:
        """Everything in a chat, in order."""
        found = self._chats.get(chat)
        return list(found.messages.values()) if found else []
