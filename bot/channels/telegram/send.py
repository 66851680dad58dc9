"""The Telegram channel's sending side."""

import asyncio
from contextlib import suppress
from datetime import datetime
from functools import partial

import structlog
from telegram.error import RetryAfter, TelegramError

from bot.channels.base import DeliveryError, Part, Refused, TryAgain, Unreachable
from bot.channels.counting import Counting
from bot.channels.telegram import failures
from bot.channels.telegram.buttons import rows
from bot.channels.telegram.call_places import Calls, OwnCalls
from bot.channels.telegram.client import Keyboard, RawBot
from bot.channels.telegram.gate import Gate, Pause
from bot.channels.telegram.limits import WHOLE_PER_SECOND, channel_limits
from bot.channels.telegram.paces import PATIENCE, ChatPaces, Paces
from bot.channels.telegram.render import parts_of, plain
from bot.channels.telegram.stripping import MenuHistory, Stripping
from bot.channels.telegram.topics import Topics
from bot.channels.telegram.trail import Trail
from bot.channels.telegram.uploads import Uploads
from handlers import actions
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.messages import Attachment, Button, ChannelName, Reply, Talk
from handlers.reaching import Reach, Way
from handlers.store.contacts import Destination
from handlers.store.states import OutboxKind

log = structlog.get_logger(__name__)


class TelegramChannel(Counting):
    """Renders and sends for one bot."""

    def __init__(  # noqa: PLR0913 - built in one place
        self,
        bot: RawBot,
        clock: Clock,
        *,
        public_url: str = "",
        per_second: float = WHOLE_PER_SECOND,
        paces: Paces | None = None,
        calls: Calls | None = None,
        trail: Trail | None = None,
        uploads: Uploads | None = None,
        topics: Topics | None = None,
        history: MenuHistory | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        super().__init__()
        self.name = ChannelName.TELEGRAM
        self.limits = channel_limits(per_second)
        self._bot = bot
        self._clock = clock
        self._public_url = public_url
        self._paces = paces or ChatPaces()
        self._gate = Gate(clock, calls or OwnCalls(per_second), pause=pause)
        bot.pass_through(self._gate)
        self._trail = trail or Trail()
        self._uploads = uploads
        self._topics = topics
        self._stripping = Stripping(bot, history)
        self._pause = pause

    @property
    def _private_chat(self) -> str:
        with suppress(RuntimeError):  # not introduced to Telegram yet
            return self._bot.link
        return ""

    def reach(self, now: datetime, due: datetime | None) -> tuple[Reach, None]:
        """Who has written to a bot may be written to, until they block it."""
        del now, due
        return Reach.ALWAYS, None

    def way(self) -> Way | None:
        """The private chat with the bot, once it knows its own name."""
        link = self._private_chat
        return Way("Telegram", link) if link else None

    async def close(self) -> None:
        """Let the small calls beside the answers end."""
        await self._stripping.end()

    def render(self, reply: Reply) -> tuple[Part, ...]:
        """The messages a reply becomes."""
        return parts_of(reply, self._public_url)

    async def may_push(self, to: Destination, kind: OutboxKind, now: datetime) -> None:
        """Telegram lets a bot write first to whoever has started it."""
        del to, kind, now

    async def _send(self, chat: str, to: Destination, part: Part) -> str:
        number = _number(chat)
        await self._keep_pace(number, to)
        talk, topics = _talk_of(part), self._topics
        if talk is None or topics is None:
            sent = await self._sent(number, to, part)
            self._stripping.after(number, part, sent)
            return sent
        try:
            placed = await topics.place(number, to, talk)
            sent = await self._in_topic(number, (to, placed), part, talk)
        except TelegramError as error:
            raise await self._failure(error, number, to) from error
        await topics.after(number, to, talk)
        return sent

    async def _in_topic(
        self, chat: int, places: tuple[Destination, Destination], part: Part, talk: Talk
    ) -> str:
        """Send to a topic; one that somebody deleted is made anew, once."""
        to, placed = places
        try:
            return await self._say_or_edit(chat, placed, part)
        except TelegramError as error:
            if self._topics is None or not failures.topic_is_gone(error):
                raise
            await self._topics.lost(to, talk)
            await self._keep_pace(chat, to)
            again = await self._topics.place(chat, to, talk)
            return await self._say_or_edit(chat, again, part)

    async def _sent(self, chat: int, to: Destination, part: Part) -> str:
        try:
            if part.attachment is not None:
                return await self._attach(chat, to, part.attachment)
            return await self._say_or_edit(chat, to, part)
        except TelegramError as error:
            raise await self._failure(error, chat, to) from error

    async def _say_or_edit(self, chat: int, to: Destination, part: Part) -> str:
        # A card in a group is kept true where it stands, whatever was said below it.
        stands = _talk_of(part) is not None
        if part.edits and (stands or self._trail.in_sight(chat, int(part.edits[-1]))):
            return await self._edit(chat, to, part)
        return await self._say(chat, to, part)

    async def _keep_pace(self, chat: int, to: Destination) -> None:
        """Before each call that is a message to this chat, the second for the same words too."""
        if (left := self._gate.left(chat)) > PATIENCE:
            raise TryAgain(left, whole=self._gate.pausing)
        try:
            wait = await self._paces.reserve(to, chat, self._clock.now())
        except StorageError as error:
            raise TryAgain from error
        if wait > PATIENCE:
            raise TryAgain(wait)
        if wait:
            await self._pause(wait.total_seconds())

    async def _edit(self, chat: int, to: Destination, part: Part) -> str:
        edited = part.edits[-1]
        try:
            keyboard = _keyboard(part.choices, self._private_chat)
            await self._bot.change(chat, int(edited), part.text, keyboard)
        except TelegramError as error:
            if failures.edit_is_done(error):
                return edited
            if not (failures.edit_is_impossible(error) or failures.markup_is_wrong(error)):
                raise
            await self._keep_pace(chat, to)
            return await self._say(chat, to, part)
        return edited

    async def _say(self, chat: int, to: Destination, part: Part) -> str:
        try:
            return await self._post(chat, to, part, part.text)
        except TelegramError as error:
            if not failures.markup_is_wrong(error):
                raise
        # A defect of ours, but the person waits: the words go without their looks.
        log.error("telegram.markup_refused", part=part.key, contact=to.address.contact)
        await self._keep_pace(chat, to)
        return await self._post(chat, to, part, plain(part.text), html=False)

    async def _post(
        self, chat: int, to: Destination, part: Part, text: str, *, html: bool = True
    ) -> str:
        keyboard = _keyboard(part.choices, self._private_chat)
        thread = int(to.thread) if to.thread else None
        number = await self._bot.say(chat, text, keyboard, html=html, thread=thread)
        self._trail.appeared(chat, number)
        return str(number)

    async def _attach(self, chat: int, to: Destination, file: Attachment) -> str:
        if self._uploads is None:
            raise Refused("file")
        thread = int(to.thread) if to.thread else None
        again = partial(self._keep_pace, chat, to)
        message = await self._uploads.send(chat, thread, file, again)
        self._trail.appeared(chat, message.message_id)
        return str(message.message_id)

    async def _failure(self, error: TelegramError, chat: int, to: Destination) -> DeliveryError:
        if not isinstance(error, RetryAfter):
            return failures.delivery_error(error)
        now, after = self._clock.now(), failures.retry_after(error)
        self.told_to_wait += 1
        with suppress(StorageError):  # the message itself waits in any case
            await self._paces.pause(to, chat, now + after, now)
        return TryAgain(max(after, self._gate.left(chat)), whole=self._gate.pausing)


def _talk_of(part: Part) -> Talk | None:
    return None if part.reply is None else part.reply.talk


def _number(chat: str | None) -> int:
    if chat is None:  # forgotten: the person asked for it, or was silent for two years
        raise Unreachable
    return int(chat)


def _keyboard(choices: tuple[Button, ...], private_chat: str) -> Keyboard:
    return [[_button(one, private_chat) for one in row] for row in rows(choices)]


def _button(choice: Button, private_chat: str) -> dict[str, str]:
    """A choice as a button; the way out of a group is a link, once the bot knows its own name."""
    action = actions.parse(choice.action)
    if private_chat and action is not None and action.verb == "private":
        return {"text": choice.label, "url": f"{private_chat}?start={action.args[0]}"}
    return {"text": choice.label, "callback_data": choice.action}
