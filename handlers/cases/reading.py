"""Cases as officers read them: the port of `handlers.feedback.desk` on the store; lists too."""

from datetime import datetime

from handlers import actions
from handlers.cases import acts
from handlers.cases.lateness import is_late, review
from handlers.cases.leaving import faults_of
from handlers.cases.likely import alike, hint
from handlers.cases.raised import raised
from handlers.cases.room import room_of, unit_names
from handlers.cases.seeing import Seeing
from handlers.cases.taking import takers_of
from handlers.cases.telling import buttons_of, card_of, clock_of
from handlers.cases.visibility import may_hold
from handlers.feedback.desk_ports import Looked
from handlers.messages import Button
from handlers.officers import Officer
from handlers.store import calls, cases
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Vault
from handlers.ward import Ward
from handlers.ward_key import is_ward_sealed
from handlers.wording import case_cards as wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.reviews import Review
from knowledge.feedback.states import OPEN, CaseAct, CaseState, after


class StoredDesk:
    """Reads cases for officers."""

    def __init__(self, store: Store, vault: Vault | None = None) -> None:
        """Without the vault no number to call is read."""
        self._store = store
        self._vault = vault

    def look(self, ward: Ward, officer: Officer, code: CaseCode, now: datetime) -> Looked | None:
        """The case, if this officer may see it."""
        with self._store.read() as work:
            seen = acts.found(work, ward, officer, code)
            if seen is None:
                return None
            row = seen.row
            state = CaseState(row.state)
            held = row.officer is not None
            able = frozenset(
                act for act in seen.able if after(state, act, claimed=held) is not None
            )
            unit = ward.commune.feedback.units.get(row.unit)
            other = seen.room.member(row.officer) if row.officer != officer.id else None
            return Looked(
                blocks=(
                    *card_of(work, row, clock=clock_of(work, row, ward.calendar, now)),
                    *hint(_alike(seen, ward, officer, work)),
                ),
                buttons=(*buttons_of(row), *_to_call(work, row, officer)),
                able=able
                - ({CaseAct.CLAIM} if held else set())
                - ({CaseAct.URGENT} if row.urgent else set()),
                holder=other.officer.name if other is not None else None,
                late=is_late(ward, row, now),
                kind=FeedbackKind(row.kind),
                matter=row.matter or "",
                unit=unit.name if unit is not None else "",
            )

    def number(self, ward: Ward, officer: Officer, code: CaseCode) -> str | None:
        """The number of who asked for a call; only for who holds the question."""
        with self._store.read() as work:
            seen = acts.found(work, ward, officer, code)
            if seen is None or self._vault is None or seen.row.officer != officer.id:
                return None
            if not _to_call(work, seen.row, officer):
                return None
            sealed = cases.sealed(work, seen.row.id)
            return None if sealed is None else self._vault.open(code.full, sealed).phone

    def review(
        self, ward: Ward, code: CaseCode | None, words: str, *, in_group: bool = False
    ) -> Review:
        """What the check finds in an answer, and the points of the report."""
        with self._store.read() as work:
            row = None if code is None else cases.by_code(work, code)
            if row is None:
                return Review()
            return review(ward, row, words, raised(work, row), in_group=in_group)

    def faults(self, ward: Ward, code: CaseCode, words: str) -> Review:
        """What no words to a sender may hold, be they a question or a refusal."""
        with self._store.read() as work:
            row = cases.by_code(work, code)
            return Review() if row is None else Review(faults_of(ward, row, words))

    def colleague(self, ward: Ward, code: CaseCode, name: str) -> int | None:
        """The officer of that name in office, if the case may be given to them."""
        with self._store.read() as work:
            row = cases.by_code(work, code)
            room = room_of(work, code.commune)
            found = room.named((name,))
            if row is None or len(found) != 1:
                return None
            facts = room.facts(row, unit_names(ward.commune, row.unit))
            return found[0].id if may_hold(found[0].officer, facts) else None

    def takers(self, ward: Ward, code: CaseCode) -> tuple[tuple[int, str], ...]:
        """Officers a case is likely handed to."""
        with self._store.read() as work:
            return takers_of(work, ward, code)


def _alike(seen: acts.Found, ward: Ward, officer: Officer, work: Work) -> list[cases.Row]:
    """Cases that may be of the same matter, of those the officer may see."""
    seeing = Seeing(seen.room, ward, officer)
    return [one for one in alike(work, seen.row) if seeing.sees(one)]


def _to_call(work: Work, row: cases.Row, officer: Officer) -> tuple[Button, ...]:
    """The way to the number, for who holds, or may take, an open question with a promised call."""
    if (
        row.officer not in {None, officer.id}
        or row.kind != FeedbackKind.QUESTION
        or row.state not in OPEN
    ):
        return ()
    if calls.of_case(work, row.id) is None or is_ward_sealed(cases.sealed(work, row.id) or ""):
        return ()
    return (Button(wording.NUMBER, actions.build("case", "number", str(cases.code_of(row)))),)


def visible(
    work: Work, ward: Ward, officer: Officer, states: frozenset[CaseState] = OPEN
) -> list[cases.Row]:
    """The cases an officer may see, what falls due first before. Counts count this list."""
    room = room_of(work, officer.commune)
    seeing = Seeing(room, ward, officer)
    return [row for row in cases.of_commune(work, officer.commune, states) if seeing.sees(row)]
