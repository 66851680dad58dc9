"""Rate limits in memory and the size limit of a posted form.

The cookie counts first and the address only loosely: a whole office, school or mobile network
shares one address. Each process counts for itself; a flood over several processes meets the
limit several times higher, which still bounds it.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

MAX_FIELDS: Final = 20
"""Fields of a form; ours have four."""

REMEMBERED: Final = 20_000
"""Keys a limiter remembers; the longest unused is forgotten first (about 4 MiB)."""


class FormError(Exception):
    """A body that is no form of ours; `status` is the HTTP status to answer with."""

    def __init__(self, status: int) -> None:
        super().__init__(f"form refused with {status}")
        self.status = status


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class RateLimiter:
    """Token buckets by key: `burst` at once, then `per_minute`."""

    def __init__(self, burst: int, per_minute: int) -> None:
        self._burst = float(burst)
        self._rate = per_minute / 60
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str, now: datetime) -> float:
        """Take one; returns 0 if allowed, else the seconds until the next is."""
        moment = now.timestamp()
        bucket = self._buckets.pop(key, None) or _Bucket(self._burst, moment)
        self._buckets[key] = bucket
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        passed = max(0.0, moment - bucket.at)
        bucket.tokens = min(self._burst, bucket.tokens + passed * self._rate)
        bucket.at = moment
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0.0
        return (1 - bucket.tokens) / self._rate


async def read_form(request: Request, limit: int, seconds: float) -> dict[str, str]:
    """The form's fields, last one winning; broken UTF-8 becomes replacement characters."""
    return dict(await read_pairs(request, limit, seconds, MAX_FIELDS))


async def read_pairs(
    request: Request, limit: int, seconds: float, fields: int
) -> list[tuple[str, str]]:
    """The form's fields in order, repeated ones too.

    Raises:
        FormError: too large, too slow, too many fields, or no form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise FormError(415)
    try:
        async with asyncio.timeout(seconds):
            body = await read_body(request, limit)
    except TimeoutError:
        raise FormError(408) from None
    try:
        return parse_qsl(
            body.decode("ascii", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=fields,
        )
    except ValueError:
        raise FormError(400) from None


async def read_body(request: Request, limit: int) -> bytes:
    """The body, refused as soon as it is longer than `limit`."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > limit:
        raise FormError(413)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise FormError(413)
    return bytes(body)
