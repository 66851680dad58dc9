"""Pictures and files somebody brings to the desk: the same checks as in the chat, then kept.

Looked at before anything is written; an identity card's picture is refused and lies nowhere.
"""

from collections.abc import Sequence
from typing import Final

from bot.files.checked import Checked
from bot.files.checking import check
from bot.files.names import safe_name
from bot.web.uploads import Upload
from handlers.messages import FileReason, FileState, IncomingFile
from handlers.store import cases, desk_files
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Work
from handlers.wording.files import trouble_with
from knowledge.feedback.codes import CaseCode

MOST: Final = 5
"""Files of one report; each is looked at while the officer waits."""
BYTES: Final = 20_500_000
"""Of the whole form: one picture as large as a messenger brings, or five of a phone's."""

Looked = Sequence[tuple[Upload, Checked]]


def look(files: Sequence[Upload]) -> Looked | str:
    """What each file is; the words of why one is not taken."""
    looked = [(one, _checked(one.data)) for one in files]
    refused = tuple(
        IncomingFile("", "", one.mime, len(one.data), state=FileState.REFUSED, reason=found.refused)
        for one, found in looked
        if found.refused is not None
    )
    return trouble_with(refused) if refused else looked


def keep(work: Work, store: FileStore, code: CaseCode, looked: Looked) -> None:
    """The files belong to the case just opened.

    Raises:
        OSError: the bytes could not be written.
    """
    row = cases.by_code(work, code)
    if row is None or not looked:
        return
    now = row.received_at
    contact = desk_files.owner(work, row, now)
    kept = []
    for one, found in looked:
        if found.kind is None:
            continue
        name = safe_name(one.name, "tep")
        shown = f"{name.rpartition('.')[0] or name}.{found.kind.ending}"
        key = store.put(contact, found.data)
        kept.append(IncomingFile("", shown, found.kind.mime, len(found.data), key=key))
    desk_files.keep(work, row, contact, kept, now)


def _checked(data: bytes) -> Checked:
    try:
        return check(data, keep=True)
    except Exception:  # noqa: BLE001 - whatever a hostile file raises; its text may quote the file
        return Checked(refused=FileReason.BROKEN)
