"""Messages that did not arrive, for officers: seen, sent again, let go, each act recorded.

Only what, when, how and why is shown, never a word of a message. A message about a case is shown to
who may see the case, and to others it is not there (`handlers.cases.visibility`).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from handlers.cases.room import room_of
from handlers.cases.seeing import Seeing
from handlers.officers import Officer
from handlers.roles import Act, may
from handlers.store import cases, records
from handlers.store import undelivered as stored
from handlers.store.unit_of_work import Work
from handlers.undelivered_lines import Line, Outcome, Undelivered, trouble_of
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.feedback.codes import CaseCode

REPLY: Final = "reply"
OF_USE: Final = timedelta(hours=24)
"""How long a message that was sent again is tried."""
LARGEST: Final = 2**31
"""PostgreSQL refuses a number its column cannot hold."""
_CASE_KEY: Final = re.compile(r"case:(\d+):")
_CASE_CODE: Final = re.compile(r"PA-\d{6}-\d{3,}")
_ABOUT_CASES: Final = ("case:", "act:", "draft:")
"""How the subjects of what is said about cases begin."""


def listed(work: Work, ward: Ward, officer: Officer, now: datetime) -> list[Line]:
    """What this officer may see of what nobody has dealt with, the newest first."""
    if not _may(ward, officer):
        return []
    found = stored.listed(work, ward.commune.key, now)
    return _Reader(work, ward, officer).lines(found)


def shown(work: Work, ward: Ward, officer: Officer, number: int, now: datetime) -> Line | None:
    """One of them."""
    if not _may(ward, officer) or not 0 < number < LARGEST:
        return None
    found = stored.one(work, ward.commune.key, number, now)
    lines = [] if found is None else _Reader(work, ward, officer).lines([found])
    return lines[0] if lines else None


def send_again(
    work: Work,
    ward: Ward,
    officer: Officer,
    number: int,
    now: datetime,
    *,
    may_repeat: bool = False,
) -> Outcome:
    """Queue it anew; what may have arrived only where the officer says that it did not."""
    line = shown(work, ward, officer, number, now)
    if line is None:
        return Outcome.DENIED
    able = line.repeatable
    if able is not Outcome.DONE and not (able is Outcome.MAY_REPEAT and may_repeat):
        return able
    until = now + OF_USE
    if line.letter.kind != REPLY:
        until = line.letter.expires_at
        if until <= now:
            return Outcome.TOO_LATE
    if not stored.send_again(work, line.letter, until, now):
        return Outcome.OTHERS
    _record(work, ward, officer, "outbox.sent_again", line, now)
    return Outcome.DONE


def let_go(work: Work, ward: Ward, officer: Officer, number: int, now: datetime) -> Outcome:
    """The officer has called, or knows better: it is listed no more."""
    line = shown(work, ward, officer, number, now)
    if line is None:
        return Outcome.DENIED
    if not stored.let_go(work, line.letter):
        return Outcome.OTHERS
    _record(work, ward, officer, "outbox.let_go", line, now)
    return Outcome.DONE


def _may(ward: Ward, officer: Officer) -> bool:
    return officer.commune == ward.commune.key and may(officer, Act.UNDELIVERED)


def _record(work: Work, ward: Ward, officer: Officer, what: str, line: Line, now: datetime) -> None:
    about = f"outbox:{line.letter.id}"
    if line.case is not None:  # read in the trail by who may see the case alone
        about = f"case:{line.case.full}"
    records.audit(work, ward.commune.key, f"officer:{officer.id}", what, about, now)


@dataclass(slots=True)
class _Reader:
    """One officer's eyes on many messages."""

    work: Work
    ward: Ward
    officer: Officer
    seeing: Seeing = field(init=False)
    known: dict[str, cases.Row | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        room = room_of(self.work, self.ward.commune.key)
        self.seeing = Seeing(room, self.ward, self.officer)

    def lines(self, letters: list[Undelivered]) -> list[Line]:
        wanted = sorted({one.dossier for one in letters if one.dossier is not None})
        codes = {one.id: one.code for one in dossier_store.load(self.work.session, wanted)}
        found = [self._line(one, codes) for one in letters]
        return [one for one in found if one is not None]

    def _line(self, letter: Undelivered, codes: dict[int, str]) -> Line | None:
        """A message in words; None where it would tell of a case that is not theirs to see."""
        dossier = codes.get(letter.dossier or 0, "")
        if not letter.key.startswith("case:") and not letter.subject.startswith(_ABOUT_CASES):
            return Line(letter, trouble_of(letter), None, dossier)
        row = self._case(letter)
        if row is None or not self.seeing.sees(row):
            return None
        return Line(letter, trouble_of(letter), cases.code_of(row), dossier)

    def _case(self, letter: Undelivered) -> cases.Row | None:
        by_id = _CASE_KEY.match(letter.key)
        by_code = _CASE_CODE.search(letter.subject)
        name = by_id.group(1) if by_id else (by_code.group() if by_code else "")
        if name not in self.known:
            self.known[name] = self._found(name, coded=by_id is None)
        return self.known[name]

    def _found(self, name: str, *, coded: bool) -> cases.Row | None:
        if not coded:
            return cases.by_id(self.work, int(name))
        code = CaseCode.read(name, self.ward.commune.key)
        return None if code is None else cases.by_code(self.work, code)
