"""Where a one-time code stands in words: wiped once it is spent or over, with its transaction.

A code is told in the answer to one message (`reply:<inbound>:<n>` in the outbox; on the web page a
line of the thread as well). What is kept of it besides is a hash.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, select, update

from handlers.messages import Paragraph, Reply
from handlers.store.codec import reply_to_json
from handlers.store.inserting import insert_new
from handlers.store.outbox_statements import OUTBOX
from handlers.store.tables import CodeTextRow, TranscriptRow, table_of
from handlers.store.unit_of_work import Work

GONE: Final = "Mã này đã dùng hoặc đã hết hạn."
"""What stands in place of the words; a message that has not left says so too."""
MOST: Final = 500
"""Codes of one sweep."""
_PARTS: Final = range(4)
"""Replies of a turn, and parts of a reply, that may hold a code."""

_TEXT = table_of(CodeTextRow)
_LINE = table_of(TranscriptRow)
_OF = select(_TEXT.c.inbound).where(_TEXT.c.code_hash == bindparam("of_hash"))
_OVER = select(_TEXT.c.code_hash).where(_TEXT.c.wipe_at <= bindparam("now")).distinct().limit(MOST)
_FORGET = delete(_TEXT).where(_TEXT.c.code_hash == bindparam("of_hash"))
_WIPE = (
    update(OUTBOX)
    .where(OUTBOX.c.key.in_(bindparam("keys", expanding=True)), OUTBOX.c.body.is_not(None))
    .values(body=bindparam("gone"))
    .returning(OUTBOX.c.id)
)
_WIPE_LINE = (
    update(_LINE)
    .where(_LINE.c.key.in_(bindparam("keys", expanding=True)), _LINE.c.reply.is_not(None))
    .values(reply=bindparam("gone"))
)
_COLUMNS: Final = ("code_hash", "inbound", "wipe_at")


def shown(work: Work, code_hash: str, inbound: int, until: datetime) -> None:
    """The answer to this inbound holds a code in words, of use until then."""
    row = {"code_hash": code_hash, "inbound": inbound, "wipe_at": until}
    work.run(insert_new(_TEXT, work.dialect, _COLUMNS), row)


def wipe(work: Work, hashes: Iterable[str]) -> None:
    """These codes are spent: their words go, in this transaction."""
    gone = reply_to_json(Reply((Paragraph(GONE),)))
    for code_hash in hashes:
        inbounds = list(work.run(_OF, {"of_hash": code_hash}).scalars())
        if not inbounds:
            continue
        keys = [f"reply:{one}:{n}" for one in inbounds for n in _PARTS]
        rows = list(work.run(_WIPE, {"keys": keys, "gone": gone}).scalars())
        if lines := [f"{one}:{n}" for one in rows for n in _PARTS]:
            work.run(_WIPE_LINE, {"keys": lines, "gone": gone})
        work.run(_FORGET, {"of_hash": code_hash})
        work.erased = True


def wipe_some(work: Work, now: datetime) -> int:
    """Wipe up to `MOST` codes whose time is over; how many."""
    over = list(work.run(_OVER, {"now": now}).scalars())
    wipe(work, over)
    return len(over)
