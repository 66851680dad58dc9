"""Sending files: uploaded once a bot, by their id afterwards; pictures as pictures."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from telegram import Bot, InputFile, Message
from telegram.error import BadRequest

from bot.channels.telegram import failures
from bot.channels.telegram.limits import PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES
from bot.files.names import safe_name
from bot.files.pictures import size_of
from handlers.errors import StorageError
from handlers.messages import Attachment
from handlers.store.outgoing import OutgoingFiles, Uploaded
from handlers.wording.files import NO_MORE

PHOTO: Final = "photo"
DOCUMENT: Final = "document"

log = structlog.get_logger(__name__)
Again = Callable[[], Awaitable[None]]


async def _at_once() -> None:
    """No pace to keep."""


class Uploads:
    """Sends the files of one endpoint."""

    def __init__(self, bot: Bot, endpoint: str, outgoing: OutgoingFiles) -> None:
        self._bot = bot
        self._endpoint = endpoint
        self._outgoing = outgoing

    async def send(
        self, chat: int, thread: int | None, file: Attachment, again: Again = _at_once
    ) -> Message:
        """Send a file; words in its place once its bytes are gone.

        `again` is waited for before each call after the first: the pace holds for those too.

        Raises:
            TelegramError: as of any call.
        """
        known = await asyncio.to_thread(self._outgoing.known, self._endpoint, file.key)
        if known is not None:
            try:
                return await self._post(chat, thread, known.kind, known.file_id)
            except BadRequest as error:
                if not failures.file_is_unknown(error):
                    raise
                await again()
        data = await asyncio.to_thread(self._outgoing.read, file.key)
        if data is None:
            log.warning("telegram.file_gone", endpoint=self._endpoint)
            return await self._bot.send_message(chat, NO_MORE, message_thread_id=thread)
        return await self._upload(chat, thread, file, data, again)

    async def _upload(
        self, chat: int, thread: int | None, file: Attachment, data: bytes, again: Again
    ) -> Message:
        kind = PHOTO if is_photo(data) else DOCUMENT
        named = InputFile(data, filename=safe_name(file.filename, "tep"))
        try:
            message = await self._post(chat, thread, kind, named)
        except BadRequest as error:
            if kind is not PHOTO or not failures.photo_is_wrong(error):
                raise
            await again()
            message = await self._post(chat, thread, DOCUMENT, named)
        if (uploaded := _uploaded(message)) is not None:
            await self._remember(file.key, uploaded)
        return message

    async def _remember(self, key: str, file: Uploaded) -> None:
        """Not remembered: it is uploaded again next time, and that is all."""
        try:
            await asyncio.to_thread(self._outgoing.uploaded, self._endpoint, key, file)
        except StorageError as error:
            log.warning("telegram.file_id_not_kept", error=type(error).__name__)

    async def _post(
        self, chat: int, thread: int | None, kind: str, file: InputFile | str
    ) -> Message:
        if kind == PHOTO:
            return await self._bot.send_photo(chat, file, message_thread_id=thread)
        return await self._bot.send_document(chat, file, message_thread_id=thread)


def is_photo(data: bytes) -> bool:
    """Whether Telegram takes these bytes as a picture."""
    size = size_of(data) if len(data) <= PHOTO_BYTES else None
    if size is None or not all(size):
        return False
    return sum(size) <= PHOTO_SIDES and max(size) <= PHOTO_RATIO * min(size)


def _uploaded(message: Message) -> Uploaded | None:
    if message.photo:
        return Uploaded(PHOTO, message.photo[-1].file_id)
    return Uploaded(DOCUMENT, message.document.file_id) if message.document else None
