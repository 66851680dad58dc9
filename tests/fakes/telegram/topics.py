"""Topics of the strict server's forums, which a bot opens, closes and deletes if it may."""

from datetime import datetime

from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.refusing import Body, bad


def forum(chat: Chat) -> Chat:
    """The chat, if it has topics and the bot may manage them."""
    if not chat.forum:
        raise bad("the chat is not a forum")
    if not chat.manages_topics:
        raise bad("not enough rights to manage topics")
    return chat


def opened(chat: Chat, bot: Body, name: str, at: datetime) -> Body:
    """A new topic."""
    message = chat.add(bot, at, forum_topic_created={"name": name})
    thread = int(message["message_id"])
    chat.topics[thread] = name
    return {"message_thread_id": thread, "name": name, "icon_color": 7322096}


def turned(chat: Chat, thread: int, *, closed: bool) -> bool:
    """The topic is closed, or opened again."""
    if (thread in chat.closed) is closed:
        raise bad("TOPIC_NOT_MODIFIED")
    (chat.closed.add if closed else chat.closed.discard)(thread)
    return True


def deleted(chat: Chat, thread: int) -> bool:
    """The topic is gone with everything in it."""
    del chat.topics[thread]
    for number, one in list(chat.messages.items()):
        if one.get("message_thread_id") == thread:
            del chat.messages[number]
    return True
