"""One file from raw bytes to what may be kept and what was read."""

from bot.files.checked import Checked
from bot.files.documents import check_document
from bot.files.kinds import AVIF, HEIC, JPEG, MOST, PNG, Kind, kind_of
from bot.files.metadata import without_metadata
from bot.files.pictures import Picture
from bot.files.reading import codes_in, is_identity_card, useful
from handlers.messages import FileReason


def check(data: bytes, *, keep: bool) -> Checked:
    """Look at a file; `keep` prepares the bytes to be stored. Slow: for a worker thread."""
    kind = kind_of(data)
    if isinstance(kind, FileReason):
        return Checked(refused=kind)
    if len(data) > min(kind.most, MOST):
        return Checked(refused=FileReason.TOO_LARGE)
    return _picture(data, kind, keep) if kind.picture else _document(data, kind, keep)


def _document(data: bytes, kind: Kind, keep: bool) -> Checked:  # noqa: FBT001
    found = check_document(data, kind)
    if isinstance(found, FileReason):
        return Checked(refused=found)
    return Checked(kind=found, note=FileReason.DOCUMENT, data=data if keep else b"")


def _unopened(data: bytes, refused: FileReason, keep: bool) -> Checked:  # noqa: FBT001
    """A phone's HEIC is kept as a file where one was asked for, without what the phone added."""
    if refused is not FileReason.HEIC or not keep or data[8:12] == AVIF:
        return Checked(refused=refused)
    return Checked(kind=HEIC, note=FileReason.DOCUMENT, data=without_metadata(data))


def _picture(data: bytes, kind: Kind, keep: bool) -> Checked:  # noqa: FBT001
    picture = Picture(data, kind)
    if (refused := picture.check()) is not None:
        return _unopened(data, refused, keep)
    grey = picture.grey()
    if isinstance(grey, FileReason):
        return Checked(refused=grey)
    texts = codes_in(grey)
    if any(is_identity_card(text) for text in texts):
        return Checked(refused=FileReason.IDENTITY_CARD)
    codes = useful(texts)
    note = None if codes else FileReason.OTHER_CODE if texts else FileReason.NO_CODE
    kept = picture.clean() if keep else b""
    if isinstance(kept, FileReason):
        return Checked(refused=kept)
    written = PNG if kind is PNG else JPEG
    return Checked(note=note, codes=codes, kind=written, data=kept)
