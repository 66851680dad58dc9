"""Links to files of ours that whoever holds them may follow for a while, and nobody can make up.

A messenger fetches a picture by an address we give it, without any cookie. The address holds the
file's key, its name and an end, sealed with a key that lies beside the database.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

from handlers.clock import Clock
from handlers.messages import Attachment

PATH: Final = "/tep"
PHOTO_LIFE: Final = timedelta(hours=1)
"""A messenger fetches a picture when it is sent."""
FILE_LIFE: Final = timedelta(days=7)
"""A person opens a form when they sit down with it."""
_SEAL: Final = 16
"""Bytes of the seal: nobody guesses 128 bits."""


class FileLinks:
    """Makes and reads them."""

    def __init__(self, key: bytes, public_url: str, clock: Clock) -> None:
        self._key = key
        self._base = public_url.rstrip("/")
        self._clock = clock

    def make(self, file: Attachment, life: timedelta) -> str | None:
        """An address for a file; None while the public does not know our address."""
        if not self._base:
            return None
        ends = int((self._clock.now() + life).timestamp())
        token = f"{ends:x}.{_text(file.key.encode())}.{_text(self._seal(ends, file))}"
        return f"{self._base}{PATH}/{token}/{quote(file.filename, safe='')}"

    def read(self, token: str, filename: str) -> Attachment | None:
        """The file an address names; None for a made-up one, or when its time is over."""
        try:
            end, key, seal = token.split(".")
            ends, file = int(end, 16), Attachment(_bytes(key).decode(), filename)
            given = _bytes(seal)
        except ValueError:
            return None
        if not hmac.compare_digest(given, self._seal(ends, file)):
            return None
        return file if self._clock.now() < _moment(ends, self._clock.now()) else None

    def _seal(self, ends: int, file: Attachment) -> bytes:
        said = f"{ends}\n{file.key}\n{file.filename}".encode("utf-8", "surrogatepass")
        return hmac.new(self._key, said, hashlib.sha256).digest()[:_SEAL]


def _moment(ends: int, now: datetime) -> datetime:
    return datetime.fromtimestamp(ends, now.tzinfo)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
