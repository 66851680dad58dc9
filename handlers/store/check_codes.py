"""Check codes given out, and doubts, in the store: keyed digests and days, no words, no names."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, exists, func, select, update

from handlers.check_codes import Issued, Seal
from handlers.genuine_ports import NoteDoubt
from handlers.messages import CODE_FACT, Block, Paragraph, Reply
from handlers.store.inserting import insert_new
from handlers.store.states import OutboxKind
from handlers.store.tables import CheckCodeRow, DoubtRow, table_of
from handlers.store.unit_of_work import Store, Work
from handlers.wording.genuine import ABOUT, code_line
from handlers.wording.guide import SAMPLE_MARK
from knowledge.calendar import local

STARTED: Final = frozenset({OutboxKind.NOTICE, OutboxKind.BROADCAST, OutboxKind.ALERT})
"""Kinds of messages that people did not ask for at that moment."""
WITHIN: Final = timedelta(hours=24)
"""A wave is counted over so long; so long somebody asked before midnight is the same one after."""

_CODE = table_of(CheckCodeRow)
_DOUBT = table_of(DoubtRow)
_COLUMNS: Final = ("name", "commune", "kind", "day", "text", "lines", "at")
_DOUBT_COLUMNS: Final = ("commune", "day", "what", "person", "sure", "at")
_KEPT = (_CODE.c.commune, _CODE.c.kind, _CODE.c.day, _CODE.c.text, _CODE.c.lines)
_BY_NAME = select(*_KEPT).where(
    _CODE.c.name == bindparam("of_name"), _CODE.c.commune == bindparam("of_commune")
)
_BY_TEXT = (
    select(*_KEPT)
    .where(_CODE.c.text == bindparam("of_text"), _CODE.c.commune == bindparam("of_commune"))
    .order_by(_CODE.c.at.desc())
    .limit(1)
)
_SINCE = (
    _DOUBT.c.commune == bindparam("of_commune"),
    _DOUBT.c.at >= bindparam("since", type_=_DOUBT.c.at.type),
)
_people = func.count(func.distinct(_DOUBT.c.person))
_ASKERS = select(_people).where(*_SINCE, _DOUBT.c.sure.is_(True))
_OF_ONE = select(_people).where(*_SINCE).group_by(_DOUBT.c.what).order_by(_people.desc()).limit(1)
_same = _DOUBT.alias("same")
_ONE_PERSON = (
    update(_DOUBT)
    .where(
        *_SINCE,
        _DOUBT.c.day == bindparam("day_before"),
        _DOUBT.c.person == bindparam("known_as"),
        ~exists().where(  # only where the clock was set back over midnight
            _same.c.commune == _DOUBT.c.commune,
            _same.c.day == _DOUBT.c.day,
            _same.c.what == _DOUBT.c.what,
            _same.c.person == bindparam("today_as"),
        ),
    )
    .values(person=bindparam("today_as"))
)
"""What somebody asked the day before goes by today's digest of them, and they are counted once."""


class StoredCodes:
    """The `CodeBook` of a store."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store, self._seal = store, seal

    def issued(self, commune: str, code: str) -> Issued | None:
        """What a code vouches for; a row that was not made with the key vouches for nothing."""
        values = {"of_name": self._seal.name(code), "of_commune": commune}
        with self._store.read() as work:
            row = work.run(_BY_NAME, values).first()
        found = _issued(row)
        return found if found is not None and self._seal.vouches(code, found) else None

    def by_text(self, commune: str, text: str) -> Issued | None:
        """The newest message of these whole words, by their digest."""
        with self._store.read() as work:
            return _issued(work.run(_BY_TEXT, {"of_text": text, "of_commune": commune}).first())


@dataclass(frozen=True, slots=True)
class Stamp:
    """A code to be written down: what it is kept under, and what it vouches for."""

    name: str
    issued: Issued


def stamped(seal: Seal, reply: Reply, commune: str, kind: str, at: datetime) -> tuple[Reply, Stamp]:
    """A message wearing its code, and what to write down once it is queued (`keep`).

    Of a broadcast once for all its recipients: the same words of a day have one code.
    """
    blocks, mark = reply.blocks, Paragraph(SAMPLE_MARK)
    end: tuple[Block, ...] = ()
    if blocks and blocks[-1] == mark:  # the mark ends a message
        blocks, end = blocks[:-1], (mark,)
    plain = replace(reply, blocks=blocks)
    code, issued = seal.issue(plain, commune, kind_of(reply, kind), f"{local(at):%Y-%m-%d}")
    worn = (*blocks, Paragraph(code_line(code)), *end)
    form = reply.form
    if form is not None:  # a template has words of its own, and a field for the code
        form = replace(form, values=(*form.values, (CODE_FACT, code)))
    return replace(reply, blocks=worn, form=form), Stamp(seal.name(code), issued)


def kind_of(reply: Reply, kind: str) -> str:
    """What a message is about, as little as may be told to who was not written to."""
    about = (reply.subject or "").partition(":")[0]
    return about if about in ABOUT else kind


def keep(work: Work, stamp: Stamp, now: datetime) -> None:
    """Write a code down; one that is there stays as it is."""
    issued = stamp.issued
    row = {
        "name": stamp.name,
        "commune": issued.commune,
        "kind": issued.kind,
        "day": issued.day,
        "text": issued.text,
        "lines": json.dumps(sorted(issued.lines)),
        "at": now,
    }
    work.run(insert_new(_CODE, work.dialect, _COLUMNS), row)


def doubt(work: Work, commune: str, one: NoteDoubt, now: datetime) -> None:
    """Write down that somebody asked about what is not ours; once a day for each of them."""
    same = {
        "of_commune": commune,
        "since": now - WITHIN,
        "day_before": f"{local(now - timedelta(days=1)):%Y-%m-%d}",
        "known_as": one.before,
        "today_as": one.person,
    }
    work.run(_ONE_PERSON, same)
    row = {
        "commune": commune,
        "day": f"{local(now):%Y-%m-%d}",
        "what": one.what,
        "person": one.person,
        "sure": one.sure,
        "at": now,
    }
    work.run(insert_new(_DOUBT, work.dialect, _DOUBT_COLUMNS), row)


def wave(work: Work, commune: str, since: datetime) -> int:
    """How many people asked since then about what is not ours, or about one thing that is not."""
    values = {"of_commune": commune, "since": since}
    askers = work.run(_ASKERS, values).scalar() or 0
    same = work.run(_OF_ONE, values).scalar() or 0
    return max(int(askers), int(same))


def _issued(row: Any) -> Issued | None:  # noqa: ANN401 - a named tuple of its statement
    if row is None:
        return None
    return Issued(row.commune, row.kind, row.day, row.text, frozenset(json.loads(row.lines)))
