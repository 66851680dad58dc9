# ruff: noqa: ANN401 - methods and messages of any kind
"""Edits of the bot's own messages, refused as Telegram refuses them."""

from datetime import datetime
from typing import Any

from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.refusing import Body, bad

_SAME = (
    "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def editable(chat: Chat, method: Any) -> Body:
    """The message meant, if the bot wrote it and it is still there."""
    if method.message_id is None:
        raise bad("message identifier is not specified")
    message = chat.messages.get(method.message_id)
    if message is None:
        raise bad("message to edit not found")
    if not message["from"]["is_bot"]:
        raise bad("message can't be edited")
    return message


def edited(message: Body, text: str | None, markup: Body | None, at: datetime) -> Body:
    """The message with these words and buttons; an edit without buttons takes them off."""
    if (text, markup) == (message.get("text"), message.get("reply_markup")):
        raise bad(_SAME)
    if text is not None:
        message["text"] = text
    message["edit_date"] = int(at.timestamp())
    message.pop("reply_markup", None)
    if markup is not None:
        message["reply_markup"] = markup
    return message
