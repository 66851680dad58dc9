"""One case as an officer reads it in the console: matter, history, files, what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.cases.acts import Found, found
from handlers.cases.lateness import due_of, review
from handlers.cases.likely import Likely, likely
from handlers.cases.raised import raised
from handlers.cases.seeing import Seeing
from handlers.cases.visibility import WATCHING, may_hold
from handlers.officers import Member, Officer
from handlers.store import cases, publications, staff
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.ward_key import is_ward_sealed
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.reviews import Review
from knowledge.feedback.states import OPEN, About, CaseAct, CaseState, after

QUIET: Final = frozenset({CaseAct.NOTE.value, CaseAct.UNLOCK.value})
"""What a colleague may do meanwhile without making an act of mine another one."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    id: int
    at: datetime
    act: str
    by: str
    """`citizen`, `system`, or an officer's name."""
    words: str
    internal: bool
    note: str
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of a case."""

    number: int
    name: str
    mime: str
    key: str
    """Of the file store."""

    @property
    def picture(self) -> bool:
        """Whether a browser shows it."""
        return self.mime in {"image/jpeg", "image/png", "image/webp"}


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case for one officer."""

    code: CaseCode
    kind: FeedbackKind
    state: CaseState
    matter: str
    place: str
    urgent: bool
    anonymous: bool
    unit: str
    holder: Officer | None
    about: str | None
    """Whom it is about, for those who watch over conduct; None for others."""
    received_at: datetime
    due: datetime
    late: bool
    waiting_since: datetime | None
    late_reason: str
    history: tuple[Happened, ...]
    files: tuple[Enclosed, ...]
    able: frozenset[CaseAct]
    """What this officer may do to it now."""
    reporter: bool
    """Whether somebody's name lies under seal."""
    by_passphrase: bool = False
    """Whether it takes a holder's passphrase to open it."""
    colleagues: tuple[Member, ...] = ()
    """Whom it may be handed to."""
    members: tuple[Member, ...] = ()
    """Everybody in office, to say whom it is about."""
    joined_to: CaseCode | None = None
    likely: tuple[Likely, ...] = ()
    """Cases that may be of the same matter."""
    published: bool = False

    @property
    def last(self) -> int:
        """The number of the last thing that happened, by which a form says what was seen."""
        return self.history[-1].id if self.history else 0


def case_page(
    work: Work, ward: Ward, officer: Officer, code: CaseCode, now: datetime
) -> CasePage | None:
    """The case, if this officer may see it."""
    seen = found(work, ward, officer, code)
    if seen is None:
        return None
    row, state = seen.row, CaseState(seen.row.state)
    names = {one.id: one.officer.name for one in staff.members(work, row.commune)}
    unit = ward.commune.feedback.units.get(row.unit)
    holder = seen.room.member(row.officer)
    published = publications.live_of(work, row.id) is not None
    able = _able(seen, state, published=published)
    due, sealed = due_of(ward, row), cases.sealed(work, row.id)
    return CasePage(
        code=cases.code_of(row),
        kind=FeedbackKind(row.kind),
        state=state,
        matter=row.matter or "",
        place=row.place or "",
        urgent=bool(row.urgent),
        anonymous=bool(row.anonymous),
        unit=unit.name if unit is not None else "",
        holder=holder.officer if holder is not None else None,
        about=_about(row, names) if officer.has(*WATCHING) else None,
        received_at=row.received_at,
        due=due,
        late=state in OPEN and row.waiting_since is None and now > due,
        waiting_since=row.waiting_since,
        late_reason=row.late_reason or "",
        history=_history(cases.events(work, row.id), names, officer),
        files=enclosed(work, row),
        able=able,
        reporter=CaseAct.UNLOCK in able and sealed is not None,
        by_passphrase=is_ward_sealed(sealed or ""),
        colleagues=_colleagues(seen) if CaseAct.ASSIGN in able else (),
        members=seen.room.members if CaseAct.MARK in able else (),
        joined_to=_joined(work, ward, officer, row),
        likely=likely(work, row, Seeing(seen.room, ward, officer)),
        published=published,
    )


def enclosed(work: Work, row: cases.Row) -> tuple[Enclosed, ...]:
    """The files of a case in order."""
    return tuple(
        Enclosed(number, one.name, one.mime, f"{one.contact}/{one.sha256}")
        for number, one in enumerate(cases.files(work, row.id))
    )


def since(page: CasePage, last: int) -> tuple[Happened, ...]:
    """What others did after an officer looked, that may change what they are about to do."""
    return tuple(
        one for one in page.history if one.id > last and not one.mine and one.act not in QUIET
    )


def reviewed(work: Work, ward: Ward, officer: Officer, code: CaseCode, words: str) -> Review:
    """What the check finds in an answer before it is sent; nothing of a case not to be seen."""
    seen = found(work, ward, officer, code)
    return Review() if seen is None else review(ward, seen.row, words, raised(work, seen.row))


def _able(seen: Found, state: CaseState, *, published: bool) -> frozenset[CaseAct]:
    held = seen.row.officer is not None
    able = {act for act in seen.able if after(state, act, claimed=held) is not None}
    if held:
        able -= {CaseAct.CLAIM}
    if seen.row.urgent:
        able -= {CaseAct.URGENT}
    if not published:
        able -= {CaseAct.UNPUBLISH}
    return frozenset(able)


def _colleagues(seen: Found) -> tuple[Member, ...]:
    return tuple(
        one
        for one in seen.room.members
        if one.id != seen.row.officer and may_hold(one.officer, seen.facts)
    )


def _history(
    events: Sequence[cases.Row], names: Mapping[int, str], officer: Officer
) -> tuple[Happened, ...]:
    return tuple(
        Happened(
            one.id,
            one.at,
            one.act,
            _who(one.by, names),
            (one.words or "") if one.act != "open" else "",
            bool(one.internal),
            one.note,
            mine=one.by == f"officer:{officer.id}",
        )
        for one in events
    )


def _who(by: str, names: Mapping[int, str]) -> str:
    kind, _, number = by.partition(":")
    return names.get(int(number), "") if kind == "officer" and number.isdecimal() else by


def _about(row: cases.Row, names: Mapping[int, str]) -> str:
    if row.about == About.OFFICER and row.about_officer is not None:
        return names.get(row.about_officer, "")
    return str(row.about)


def _joined(work: Work, ward: Ward, officer: Officer, row: cases.Row) -> CaseCode | None:
    """The case it is answered with, if that one may be seen too."""
    other = cases.by_id(work, row.joined_to) if row.joined_to is not None else None
    if other is None or found(work, ward, officer, cases.code_of(other)) is None:
        return None
    return cases.code_of(other)
