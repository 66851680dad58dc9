"""Telegram's files: getFile, then the bytes, with the bot's own client.

A link lives an hour at least and holds the token, so it is asked for anew at each try.
"""

from collections.abc import AsyncIterator
from typing import Final

from telegram import Bot
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.channels.base import Gone, Later, TooLarge
from bot.channels.telegram import failures
from handlers.messages import IncomingFile

GET_FILE_MOST: Final = 20_000_000
"""Bytes Telegram hands out to a bot."""


class TelegramFiles:
    """Hands out the files of one bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """The bytes of a file.

        Raises:
            FetchError: as what Telegram said means.
        """
        try:
            found = await self._bot.get_file(file.ref)
            if (found.file_size or file.size) > min(most, GET_FILE_MOST):
                raise TooLarge
            data = await found.download_as_bytearray()
        except RetryAfter as error:
            raise Later(failures.retry_after(error).total_seconds()) from error
        except BadRequest as error:
            raise _refused(error) from error
        except (TelegramError, RuntimeError) as error:  # the latter: no path was given
            # A link that ran out is a 404, which PTB takes for a wrong token.
            raise Later from error
        yield bytes(data)

    async def let_go(self, file: IncomingFile) -> None:
        """Telegram keeps its own copy; nothing of it is ours."""
        del file


def _refused(error: BadRequest) -> Gone | Later | TooLarge:
    said = error.message.lower()
    if "too big" in said:
        return TooLarge()
    # "wrong file_id or the file is temporarily unavailable" says both at once.
    return Later() if "temporarily unavailable" in said else Gone()
