"""Telegram's files: getFile, then the bytes piece by piece, with the bot's own client.

A link lives an hour at least and holds the token, so it is asked for anew at each try.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from telegram import File
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.channels.base import Gone, Later, TooLarge
from bot.channels.telegram import failures
from bot.channels.telegram.client import RawBot
from bot.channels.telegram.request import PIECE
from handlers.messages import IncomingFile

GET_FILE_MOST: Final = 20_000_000
"""Bytes Telegram hands out to a bot."""


class TelegramFiles:
    """Hands out the files of one bot."""

    def __init__(self, bot: RawBot) -> None:
        self._bot = bot

    async def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """The bytes of a file; no more of them is read than `most` and one piece.

        Raises:
            FetchError: as what Telegram said means.
        """
        most = min(most, GET_FILE_MOST)
        try:
            found = await self._bot.get_file(file.ref)
            if (found.file_size or file.size) > most:
                raise TooLarge
            size = 0
            async with aclosing(self._pieces(found)) as pieces:
                async for piece in pieces:
                    size += len(piece)
                    if size > most:
                        raise TooLarge
                    yield piece
        except RetryAfter as error:
            raise Later(failures.retry_after(error).total_seconds()) from error
        except BadRequest as error:
            raise _refused(error) from error
        except (TelegramError, OSError, RuntimeError) as error:
            # A link that ran out is a 404, which PTB takes for a wrong token.
            raise Later from error

    async def let_go(self, file: IncomingFile) -> None:
        """Telegram keeps its own copy; nothing of it is ours."""
        del file

    def _pieces(self, found: File) -> AsyncGenerator[bytes]:
        path = found.file_path
        if not path:
            raise RuntimeError("no path was given")
        parts = urlsplit(path)
        if parts.scheme not in ("http", "https"):  # a server of our own on this machine
            return _from_disk(Path(path))
        return self._bot.pieces(parts._replace(path=quote(parts.path)).geturl())


async def _from_disk(path: Path) -> AsyncGenerator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


def _refused(error: BadRequest) -> Gone | Later | TooLarge:
    said = error.message.lower()
    if "too big" in said:
        return TooLarge()
    # "wrong file_id or the file is temporarily unavailable" says both at once.
    return Later() if "temporarily unavailable" in said else Gone()
