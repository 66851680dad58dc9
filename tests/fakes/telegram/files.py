"""The strict server's files: what people sent, what the bot uploaded, links that hand them out."""

import io
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiogram.types import BufferedInputFile
from PIL import Image, UnidentifiedImageError

Body = dict[str, Any]
Sent = tuple[str, bytes]
"""Name and bytes of an upload."""

GET_FILE_MOST = 20 * 1024 * 1024
PHOTO_MOST = 10 * 1024 * 1024
UPLOAD_MOST = 50 * 1024 * 1024


class WrongFileError(Exception):
    """What Telegram says after "Bad Request: "."""


@dataclass(frozen=True)
class Kept:
    """One file at Telegram; its id holds for one kind of message only."""

    id: str
    kind: str
    data: bytes
    body: Any
    claimed: int | None = None
    """A size told instead of the true one."""

    @property
    def path(self) -> str:
        """Where its link leads."""
        return f"{self.kind}s/{self.id}"


class Files:
    """All files of one bot."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._kept: dict[str, Kept] = {}

    def photo(self, data: bytes, claimed: int | None = None) -> list[Body]:
        """A picture as it stands in a message: sizes, the largest last."""
        width, height = _size(data)
        number = self._number("photo")
        small = {
            "file_id": f"{number}s",
            "file_unique_id": f"u{number}s",
            "width": 90,
            "height": 90,
        }
        large = {
            "file_id": number,
            "file_unique_id": f"u{number}",
            "width": width,
            "height": height,
            "file_size": claimed or len(data),
        }
        self._kept[number] = Kept(number, "photo", data, [small, large], claimed)
        return [small, large]

    def document(self, data: bytes, name: str, mime: str, claimed: int | None = None) -> Body:
        """A document as it stands in a message."""
        number = self._number("document")
        body = {
            "file_id": number,
            "file_unique_id": f"u{number}",
            "file_name": name,
            "mime_type": mime,
            "file_size": claimed or len(data),
        }
        self._kept[number] = Kept(number, "document", data, body, claimed)
        return body

    def about(self, file_id: str) -> Body:
        """What getFile answers."""
        kept = self._kept.get(file_id)
        if kept is None:
            raise WrongFileError("wrong file_id or the file is temporarily unavailable")
        size = kept.claimed or len(kept.data)
        if size > GET_FILE_MOST:
            raise WrongFileError("file is too big")
        return {
            "file_id": kept.id,
            "file_unique_id": f"u{kept.id}",
            "file_size": size,
            "file_path": kept.path,
        }

    def at(self, path: str) -> bytes | None:
        """What a link hands out."""
        kept = self._kept.get(path.rpartition("/")[2])
        return kept.data if kept is not None and kept.path == path else None

    def take(self, kind: str, given: Any) -> Body:  # noqa: ANN401 - an id or an upload
        """A file of the bot as it stands in the message: by its id, or newly uploaded."""
        if isinstance(given, BufferedInputFile):
            return {kind: self._upload(kind, given)}
        kept = self._kept.get(given)
        if kept is None:
            raise WrongFileError("wrong file identifier/HTTP URL specified")
        if kept.kind != kind:
            raise WrongFileError(f"can't use file of type {kept.kind.title()} as {kind.title()}")
        return {kind: kept.body}

    def forget(self) -> None:
        """Ids of another bot, or of another age: none holds any more."""
        self._kept.clear()

    def data(self, file_id: str) -> bytes:
        """The bytes behind an id."""
        return self._kept[file_id].data

    def _upload(self, kind: str, given: BufferedInputFile) -> Any:  # noqa: ANN401
        if not given.data:
            raise WrongFileError("file must be non-empty")
        if len(given.data) > UPLOAD_MOST:
            raise WrongFileError("file is too big")
        if kind == "document":
            return self.document(given.data, str(given.filename), "application/octet-stream")
        width, height = _size(given.data)
        if len(given.data) > PHOTO_MOST or width + height > 10_000 or _ratio(width, height) > 20:
            raise WrongFileError("PHOTO_INVALID_DIMENSIONS")
        return self.photo(given.data)

    def _number(self, kind: str) -> str:
        return f"{kind}{next(self._numbers)}"


def _size(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.size
    except UnidentifiedImageError:
        raise WrongFileError("IMAGE_PROCESS_FAILED") from None


def _ratio(width: int, height: int) -> float:
    return max(width, height) / max(1, min(width, height))
