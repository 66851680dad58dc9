"""Sending files: uploaded once while Zalo keeps them, by their id afterwards."""

import asyncio
from typing import Any, Final

import structlog

from bot.channels.zalo_oa.api import OaApi, Told
from bot.channels.zalo_oa.codes import OA_CODES, Meaning
from bot.channels.zalo_oa.limits import (
    FILE_BYTES,
    FILE_ENDINGS,
    IMAGE_BYTES,
    IMAGE_ENDINGS,
)
from bot.files.kinds import Kind, kind_of
from bot.files.names import safe_name
from handlers.errors import StorageError
from handlers.messages import Attachment
from handlers.store.outgoing import OutgoingFiles, Uploaded
from handlers.wording.files import NO_MORE, NOT_SENT_HERE

IMAGE: Final = "image"
FILE: Final = "file"
MAY_BE_TAKEN_YET: Final = (Meaning.AUTH, Meaning.RATE, Meaning.AMBIGUOUS)
"""After these an upload is tried again; after any other no Zalo does not take the file."""
OF_THE_ACCOUNT: Final = (Meaning.STOP, Meaning.OTHER_API)
"""After these it takes none of this account's."""

log = structlog.get_logger(__name__)
Message = dict[str, Any]


class Uploads:
    """Makes the message of a file."""

    def __init__(self, api: OaApi, endpoint: str, outgoing: OutgoingFiles) -> None:
        self._api = api
        self._endpoint = endpoint
        self._outgoing = outgoing

    async def message(self, file: Attachment, *, fresh: bool = False) -> Message | Told:
        """What to send for a file: the file, or words in its place; Zalo's no to an upload.

        `fresh` uploads again: an id Zalo gave earlier has died.
        """
        known = await asyncio.to_thread(self._outgoing.known, self._endpoint, file.key)
        if known is not None and not fresh:
            return _attached(known)
        data = await asyncio.to_thread(self._outgoing.read, file.key)
        if data is None:
            return {"text": NO_MORE}
        name = safe_name(file.filename, "tep")
        found = kind_of(data)
        how = _how(name, len(data), found)
        if how is None or not isinstance(found, Kind):
            log.warning("zalo.file_as_words", bytes=len(data))
            return {"text": NOT_SENT_HERE.format(name=name)}
        told = await self._api.upload(how, name, data, found.mime)
        if told.meaning in MAY_BE_TAKEN_YET:
            return told
        if told.meaning is not Meaning.DONE:
            return await self._not_taken(name, told)
        return await self._uploaded(file.key, how, told)

    async def _not_taken(self, name: str, told: Told) -> Message:
        """Words, now: who waits for a file would wait a month for a new quota, or for ever."""
        if told.meaning is Meaning.QUOTA or OA_CODES.get(told.answer.error) in OF_THE_ACCOUNT:
            await self._api.no_files(told.answer.error)
        return {"text": NOT_SENT_HERE.format(name=name)}

    async def _uploaded(self, key: str, how: str, told: Told) -> Message | Told:
        field = "attachment_id" if how == IMAGE else "token"
        number = told.answer.data.get(field)
        if not number:
            return Told(told.answer, Meaning.AMBIGUOUS)
        uploaded = Uploaded(how, str(number))
        try:
            await asyncio.to_thread(self._outgoing.uploaded, self._endpoint, key, uploaded)
        except StorageError as error:  # uploaded again next time, and that is all
            log.warning("zalo.file_id_not_kept", error=type(error).__name__)
        return _attached(uploaded)


def _how(name: str, size: int, found: object) -> str | None:
    """As a picture or as a file; None for what Zalo takes as neither."""
    low = name.lower()
    if isinstance(found, Kind) and found.picture:
        fits = low.endswith(IMAGE_ENDINGS) and size <= IMAGE_BYTES
        return IMAGE if fits else None
    return FILE if low.endswith(FILE_ENDINGS) and size <= FILE_BYTES else None


def _attached(file: Uploaded) -> Message:
    if file.kind == IMAGE:
        elements = [{"media_type": "image", "attachment_id": file.file_id}]
        payload: Message = {"template_type": "media", "elements": elements}
        return {"text": "", "attachment": {"type": "template", "payload": payload}}
    return {"attachment": {"type": "file", "payload": {"token": file.file_id}}}
