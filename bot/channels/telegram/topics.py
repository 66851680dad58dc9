"""A topic for each matter in a group that has topics; where it has none, the group itself.

A topic is made when the first message of its talk leaves, closed after the last one, opened again
when the talk goes on, and deleted with everything in it when the matter may not stand there. None
of it may cost the message: without rights or topics the words go to the group itself, and topics
are tried again after an hour. A crash between making and noting leaves an empty topic behind.
"""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog
from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.telegram import failures
from handlers.clock import Clock
from handlers.messages import Talk
from handlers.store.contacts import Destination
from handlers.store.group_topics import Topic

PLAIN_FOR: Final = timedelta(hours=1)
"""How long a group without working topics is written to as a whole before they are tried again."""
NAME: Final = 128
"""Letters of a topic's name."""

log = structlog.get_logger(__name__)


class TopicBook(Protocol):
    """Which topic a talk has; called in worker threads."""

    def look(self, contact: str, name: str, now: datetime) -> Topic:
        """The topic of a talk, and whether one is to be made."""
        ...

    def keep(self, contact: str, name: str, topic: Topic) -> None:
        """Note it."""
        ...

    def plain(self, contact: str, until: datetime) -> None:
        """Topics do not work in this group until then."""
        ...


class Topics:
    """Finds, makes, closes and deletes topics of one bot."""

    def __init__(self, bot: Bot, book: TopicBook, clock: Clock) -> None:
        self._bot = bot
        self._book = book
        self._clock = clock

    async def place(self, chat: int, to: Destination, talk: Talk) -> Destination:
        """Where a message of a talk goes: its topic, or the group."""
        contact = to.address.contact
        topic = await asyncio.to_thread(self._book.look, contact, talk.name, self._clock.now())
        if topic.thread is None:
            topic = await self._make(chat, contact, talk) if topic.wanted else topic
        elif topic.closed and not talk.over:
            await self._open(chat, contact, talk.name, topic)
        return to if topic.thread is None else replace(to, thread=topic.thread)

    async def after(self, chat: int, to: Destination, talk: Talk) -> None:
        """The message has gone: an ended talk's topic is closed, a withdrawn one's deleted."""
        if not (talk.over or talk.gone):
            return
        contact = to.address.contact
        topic = await asyncio.to_thread(self._book.look, contact, talk.name, self._clock.now())
        if topic.thread is None or (topic.closed and not talk.gone):
            return
        try:
            if talk.gone:
                await self._bot.delete_forum_topic(chat, int(topic.thread))
            else:
                await self._bot.close_forum_topic(chat, int(topic.thread))
        except TelegramError as error:
            log.warning("telegram.topic_left", error=type(error).__name__, gone=talk.gone)
            return
        ended = Topic() if talk.gone else replace(topic, closed=True)
        await asyncio.to_thread(self._book.keep, contact, talk.name, ended)

    async def lost(self, to: Destination, talk: Talk) -> None:
        """Somebody deleted the topic: the next try makes another."""
        await asyncio.to_thread(self._book.keep, to.address.contact, talk.name, Topic())

    async def _make(self, chat: int, contact: str, talk: Talk) -> Topic:
        if talk.gone or talk.over:
            return Topic()
        try:
            made = await self._bot.create_forum_topic(chat, (talk.title or talk.name)[:NAME])
        except (BadRequest, Forbidden) as error:
            if failures.chat_is_gone(error):
                raise
            log.info("telegram.no_topics", error=type(error).__name__)
            until = self._clock.now() + PLAIN_FOR
            await asyncio.to_thread(self._book.plain, contact, until)
            return Topic()
        topic = Topic(str(made.message_thread_id))
        await asyncio.to_thread(self._book.keep, contact, talk.name, topic)
        return topic

    async def _open(self, chat: int, contact: str, name: str, topic: Topic) -> None:
        try:
            await self._bot.reopen_forum_topic(chat, int(topic.thread or 0))
        except TelegramError as error:
            log.warning("telegram.topic_left", error=type(error).__name__, gone=False)
            return
        await asyncio.to_thread(self._book.keep, contact, name, replace(topic, closed=False))
