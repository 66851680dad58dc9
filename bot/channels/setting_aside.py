"""What a receiver could not read or take in is kept as it came, before it is confirmed."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import structlog

from bot.channels.aside import Lately
from bot.channels.taking import Submits
from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.set_aside import MOST, Unread

Whose = tuple[str | None, str | None]
"""The chat, and who spoke; None for what cannot be told."""
MAX_TRIES: Final = 3
"""Of keeping one, where a defect stands in the way."""
MOST_FAILED: Final = 1_024
_ID: Final = re.compile(r"[\w-]{1,64}", re.ASCII)

log = structlog.get_logger(__name__)


class SettingAside:
    """Keeps what one receiver could not read."""

    def __init__(
        self, dispatch: Submits, endpoint: str, clock: Clock, guests: frozenset[str] | None
    ) -> None:
        """`guests`: the only ones of whom a sample commune stores anything."""
        self._dispatch = dispatch
        self._endpoint = endpoint
        self._clock = clock
        self._guests = guests
        self._failed: Lately[str, int] = Lately(MOST_FAILED)

    async def keep(self, raw: object, reason: str, whose: Whose, number: int | None = None) -> None:
        """Keep it under its number, or under what it holds.

        Raises:
            StorageError: it is not kept, so it must not be confirmed.
        """
        chat, speaker = whose
        if self._guests is not None and self._guests.isdisjoint({chat, speaker}):
            return
        text = _json(raw)
        digest = hashlib.sha256((text or repr(type(raw))).encode()).hexdigest()[:32]
        named = digest if number is None else id_of(number) or digest
        kept = text if text is not None and len(text) <= MOST else None
        unread = Unread(
            self._endpoint, named, kept, reason, self._clock.now(), chat=chat, speaker=speaker
        )
        try:
            await self._dispatch.set_aside(unread)
        except StorageError:
            raise
        except Exception as error:
            # Nothing may stall the updates behind it for long, not even a defect here.
            tries = (self._failed.pop(named) or 0) + 1
            name = type(error).__name__
            log.exception("update.not_kept", endpoint=self._endpoint, tries=tries, error=name)
            if tries < MAX_TRIES:
                self._failed.keep(named, tries)
                raise StorageError from error


def id_of(value: object) -> str | None:
    """An id as text; None for what is none."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    return str(value) if _ID.fullmatch(str(value)) else None


def whose_chat(raw: object) -> Whose:
    """Of an update as bots of Telegram and Zalo get it, however little of it is sound."""
    chat = speaker = None
    for body in _bodies(raw):
        chat = chat or _inner(body, "chat")
        speaker = speaker or _inner(body, "from")
    return chat, speaker


def _bodies(raw: object) -> Iterator[Mapping[str, Any]]:
    """The parts an update may name people in, outermost first: who tapped before who wrote."""
    if not isinstance(raw, Mapping):
        return
    for part in raw.values():
        if isinstance(part, Mapping):
            yield part
            inner = part.get("message")
            if isinstance(inner, Mapping):
                yield inner


def _inner(body: Mapping[str, Any], name: str) -> str | None:
    part = body.get(name)
    return id_of(part.get("id")) if isinstance(part, Mapping) else None


def _json(raw: object) -> str | None:
    """In ASCII, so that no letter or half of one is refused by a database."""
    try:
        return json.dumps(raw)
    except (TypeError, ValueError, RecursionError):
        return None
