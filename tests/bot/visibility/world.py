"""A ward with a case about everybody, and who may know of each."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from starlette.routing import Route

from handlers.store import cases, staff
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.calendar import local
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseState
from tests.bot.visibility.casts import PEOPLE, Cast
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock

LONG = timedelta(days=90)
"""Who is away is so for longer than any test."""


def ward_with(cast: Cast, store: Store, clock: FakeClock) -> CaseWard:
    """A ward in which these people work; some of them are away."""
    made = CaseWard(store, clock, ward=ward_of(cast.commune), roles=cast.roles, above=cast.above)
    with store.work() as work:
        for who, other in cast.away.items():
            until = local(clock.now()).date() + LONG
            staff.set_away(work, made.officers[who].id, until, made.officers[other].id)
        work.commit()
    return made


@dataclass(frozen=True, slots=True)
class Case:
    """One of its cases."""

    sort: str
    state: CaseState
    code: CaseCode
    canary: str
    eyes: frozenset[str]

    @property
    def marks(self) -> tuple[str, str]:
        """What tells of it: its reference, and a word of its text that stands nowhere else."""
        return str(self.code), self.canary

    def in_text(self, text: str) -> bool:
        """Whether a text tells of it."""
        return any(one in text for one in self.marks)


class World:
    """A ward in which everything has happened to somebody."""

    def __init__(self, ward: CaseWard, cast: Cast) -> None:
        self.ward, self.cast = ward, cast
        assert set(ward.officers) == set(PEOPLE)
        spare = self.ward.open()  # its reference stands as an example in what citizens are asked
        row = self.ward.row(spare)
        with ward.store.work() as work:
            cases.change(work, row.id, row.version, {"state": CaseState.WITHDRAWN})
            work.commit()
        self.cases = tuple(self._open(sort, state) for sort in cast.sorts for state in cast.states)

    def _open(self, sort: str, state: CaseState) -> Case:
        sorts, made = list(self.cast.sorts), self.cast.sorts[sort]
        canary = f"vatmau{len(sorts) * self.cast.states.index(state) + sorts.index(sort):02}"
        matter = f"Việc {canary} ở hẻm Mẫu"
        named = frozenset(self.ward.officers[one].id for one in made.named)
        code = self.ward.open(
            made.kind, matter, about=made.about, person=made.person, named=named, unit=made.unit
        )
        if made.holder is not None:
            self._gives(code, made.holder)
        if state is not CaseState.RECEIVED:
            row, now = self.ward.row(code), self.ward.clock.now()
            values = {"state": state, "answered_at": now, "first_reply_at": now}
            with self.ward.store.work() as work:
                cases.change(work, row.id, row.version, values)
                cases.record(work, row.id, "answer", "officer:0", now, words=f"Đáp {canary}")
                work.commit()
        return Case(sort, state, code, canary, made.eyes)

    def _gives(self, code: CaseCode, who: str) -> None:
        row = self.ward.row(code)
        with self.ward.store.work() as work:
            held = {"officer": self.ward.officers[who].id, "state": CaseState.ASSIGNED}
            cases.change(work, row.id, row.version, held)
            work.commit()

    @property
    def open(self) -> tuple[Case, ...]:
        """Those the ward still owes an answer."""
        return tuple(one for one in self.cases if one.state is CaseState.RECEIVED)

    def seen_by(self, who: str) -> set[Case]:
        """What an officer may know of."""
        return {one for one in self.cases if who in one.eyes}

    def hidden_from(self, who: str) -> list[Case]:
        """Open cases an officer may not know of."""
        return [one for one in self.open if who not in one.eyes]

    def told_in(self, text: str) -> set[Case]:
        """Of which cases a text tells."""
        return {one for one in self.cases if one.in_text(text)}

    def allows(self, who: str, text: str, where: object, named: Case | None = None) -> None:
        """Fails when a text tells an officer of a case they may not know of.

        The reference of `named`, which they typed themselves, may be said back.
        """
        for one in self.told_in(text) - self.seen_by(who):
            said_back = one is named and one.canary not in text
            assert said_back, (who, where, one.sort, one.state)

    def rows(self) -> str:
        """Everything kept of cases, to be compared."""
        with self.ward.store.read() as work:
            found = [cases.by_code(work, one.code) for one in self.cases]
            events = [len(cases.events(work, one.id)) for one in found if one is not None]
        return json.dumps([[str(one) for one in found], events])


def routes_of(app: object) -> Iterator[tuple[str, str]]:
    """Method and path of every route, however deep its router hangs."""
    within = list(getattr(app, "routes", ()))
    while within:
        one = within.pop()
        hung = getattr(one, "original_router", None)
        if isinstance(one, Route):
            yield from (
                (method, one.path) for method in one.methods or () if method in {"GET", "POST"}
            )
        elif hung is not None:
            within += hung.routes
