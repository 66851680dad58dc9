"""The chat's form with a file: the same fields as multipart, and at most one file."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.web.limits import MAX_FIELDS, FormError, read_body, read_form
from bot.web.ports import WebLimits

FIELD: Final = "tep"
"""Name of the form's file field."""
AT_ONCE: Final = 8
"""Forms with files read together: each may hold its 10 MB in memory."""
FIELD_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it; its name and type are only what the browser says."""

    name: str
    mime: str
    data: bytes


class PostedForms:
    """Reads the forms of the chat."""

    def __init__(self, limits: WebLimits) -> None:
        self._limits = limits
        self._room = asyncio.Semaphore(AT_ONCE)

    async def read(self, request: Request) -> tuple[dict[str, str], Upload | None]:
        """The fields, and the file if one was chosen.

        Raises:
            FormError: too large, too slow, or no form of ours.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "multipart/form-data":
            return await read_form(
                request, self._limits.body_bytes, self._limits.body_seconds
            ), None
        limits = self._limits
        told = request.headers.get("content-length", "")
        if told.isdecimal() and int(told) <= limits.body_bytes:  # without scripts words come so too
            body = await _body(request, limits.body_bytes, limits.body_seconds)
            return await _parts(request, body)
        if self._room.locked():
            raise FormError(503)
        async with self._room:
            body = await _body(request, limits.upload_bytes, limits.upload_seconds)
            return await _parts(request, body)


async def read_upload(
    request: Request, limit: int, seconds: float
) -> tuple[dict[str, str], Upload | None]:
    """The fields and the file of a multipart form of at most `limit` bytes.

    Raises:
        FormError: too large, too slow, or no such form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise FormError(415)
    return await _parts(request, await _body(request, limit, seconds))


async def read_uploads(
    request: Request, limit: int, seconds: float, most: int
) -> tuple[dict[str, str], tuple[Upload, ...]]:
    """The fields and up to `most` files of a multipart form of at most `limit` bytes.

    Raises:
        FormError: too large, too slow, too many files, or no such form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise FormError(415)
    return await _files(request, await _body(request, limit, seconds), most)


async def _body(request: Request, limit: int, seconds: float) -> bytes:
    try:
        async with asyncio.timeout(seconds):
            return await read_body(request, limit)
    except TimeoutError:
        raise FormError(408) from None


async def _parts(request: Request, body: bytes) -> tuple[dict[str, str], Upload | None]:
    fields, files = await _files(request, body, 1)
    return fields, files[0] if files else None


async def _files(
    request: Request, body: bytes, most: int
) -> tuple[dict[str, str], tuple[Upload, ...]]:
    parser = MultiPartParser(
        Headers(raw=request.headers.raw),
        _once(body),
        max_files=most,
        max_fields=MAX_FIELDS,
        max_part_size=FIELD_BYTES,
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise FormError(400) from None
    try:
        fields = {key: one for key, one in form.items() if isinstance(one, str)}
        given = [await _file(one) for one in form.getlist(FIELD)]
        return fields, tuple(one for one in given if one is not None)
    finally:
        await form.close()


async def _file(given: UploadFile | str | None) -> Upload | None:
    """A browser sends an empty file without a name where none was chosen."""
    if not isinstance(given, UploadFile) or not given.filename:
        return None
    data = await given.read()
    return Upload(given.filename, given.content_type or "", data)


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body
