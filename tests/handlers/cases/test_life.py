"""A case's life as a machine: whatever anybody does in whatever order, the promises hold."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import text

from bot.database import make_engine
from handlers.cases import reading
from handlers.cases.acts import found
from handlers.cases.escalation import falling_due
from handlers.cases.lateness import due_of, pauses_of
from handlers.cases.visibility import WATCHED
from handlers.officers import Role
from handlers.store import cases, publications
from handlers.store.unit_of_work import Store
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import ENDED, OPEN, About, CaseAct, CaseState
from tests.fakes.casework import KEY
from tests.fakes.postgres import Cluster
from tests.handlers.cases.canary.traces import dump
from tests.handlers.cases.living_place import INSIDE, SENDER, SORTS
from tests.handlers.cases.living_staff import RULES, LivingStaff

KEPT_WITH = ENDED - {CaseState.JOINED}
"""Nothing follows these; a joined one shares what becomes of its first."""
LATEST = {CaseState.ANSWERED, CaseState.CLOSED, CaseState.FORWARDED, CaseState.NOT_ACCEPTED}
STAFF_OF_IT = ("Bạch Mẫu", "Cường Mẫu", "Đầu Mẫu")


class Life(LivingStaff):
    """What must hold after each step."""

    def rows(self) -> Iterator[tuple[CaseCode, Any]]:
        for code in getattr(self, "codes", ()):
            yield code, self.ward.row(code)

    def done(self) -> list[tuple[str, str]]:
        """Every act of every case, and by whom."""
        with self.store.read() as work:
            query = text('SELECT act, "by" FROM feedback_event ORDER BY id')
            return [(str(one.act), str(one.by)) for one in work.run(query).all()]

    def audited(self, what: str) -> int:
        """Lines of the audit trail that say so."""
        with self.store.read() as work:
            query = text("SELECT count(*) FROM audit WHERE what = :what")
            return int(work.run(query, {"what": what}).scalar() or 0)

    def due_now(self) -> set[tuple[str, int]]:
        """Which officers would be reminded of which cases."""
        with self.ward.store.read() as work:
            due = falling_due(work, self.ward.ward, self.ward.clock.now())
        return {(str(one.code), officer) for one in due for officer in one.to}

    @invariant()
    def who_must_not_see_is_neither_shown_nor_told(self) -> None:
        for who, officer in self.ward.officers.items() if hasattr(self, "ward") else ():
            with self.ward.store.read() as work:
                rows = reading.visible(work, self.ward.ward, officer, frozenset(CaseState))
            shown = {str(cases.code_of(row)) for row in rows}
            shown |= {code for code, one in self.due_now() if one == officer.id}
            told = " ".join(self.ward.told(who))
            for code, hidden in self.hidden.items():
                assert who not in hidden or code not in shown, (who, code)
                assert who not in hidden or self.words[code] not in told, (who, code)

    @invariant()
    def the_history_only_grows_and_time_in_it_only_passes(self) -> None:
        before: dict[str, list[object]] = self.__dict__.setdefault("told_before", {})
        for code, row in self.rows():
            with self.ward.store.read() as work:
                events = [(one.act, one.at) for one in cases.events(work, row.id)]
            known = before.get(str(code), [])
            if str(code) not in self.wiped:
                assert events[: len(known)] == known
            before[str(code)] = list(events)
            moments = [at for _, at in events]
            assert moments == sorted(moments)
            assert events[0][0] == "open"

    @invariant()
    def clocks_run_one_way(self) -> None:
        """A last day never comes nearer, but by the one act that says so; pauses never overlap.

        A case that was opened again owes its next answer by a day of its own.
        """
        before: dict[str, tuple[int, datetime, object]] = self.__dict__.setdefault("clocks", {})
        again: dict[str, datetime | None] = self.__dict__.setdefault("again", {})
        for code, row in self.rows():
            due, first = due_of(self.ward.ward, row), row.first_reply_at
            version, was, replied = before.get(str(code), (-1, due, None))
            assert row.version >= version
            anew = row.reopened_at != again.get(str(code))
            assert due >= was or anew or str(code) in self.hurried, code
            assert replied in {None, first}, "the first reply stands"
            before[str(code)] = (row.version, due, first)
            again[str(code)] = row.reopened_at
            pauses = pauses_of(row)
            ended = [one.end for one in pauses[:-1]]
            assert all(end is not None for end in ended)
            assert all(one.start >= end for one, end in zip(pauses[1:], ended, strict=True) if end)
            assert (row.waiting_since is not None) == (row.state == CaseState.NEEDS_INFO)

    @invariant()
    def every_case_is_answered_once_for_each_time_it_was_asked(self) -> None:
        for code, row in self.rows():
            with self.ward.store.read() as work:
                done = Counter(one.act for one in cases.events(work, row.id))
            asked = 1 + self.reopened.get(str(code), 0)
            assert self.reopened.get(str(code), 0) <= 1
            if not done[CaseAct.JOIN]:  # a joined one hears the answers of its first too
                ends = (CaseAct.ANSWER, CaseAct.FORWARD, CaseAct.REFUSE)
                assert sum(done[one] for one in ends) <= asked, code
            if row.state in {CaseState.ANSWERED, CaseState.REOPENED}:
                assert done[CaseAct.ANSWER], "F-9: never done without a human answer"

    @invariant()
    def what_has_ended_stays_so(self) -> None:
        ended: dict[str, str] = self.__dict__.setdefault("ended", {})
        for code, row in self.rows():
            before = ended.get(str(code))
            if before is not None:
                assert row.state in {before, CaseState.CLOSED, CaseState.ROUTED}
            if row.state in KEPT_WITH:
                ended[str(code)] = row.state

    @invariant()
    def what_was_wiped_stays_wiped(self) -> None:
        gone = {**getattr(self, "wiped", {}), **getattr(self, "forgotten", {})}
        if not gone:
            return
        stored = dump(self.store.engine)
        for code, word in gone.items():
            assert word.encode() not in stored, code

    @invariant()
    def of_who_was_erased_nothing_is_open(self) -> None:
        for code, row in self.rows():
            if str(code) in self.forgotten:
                assert row.state not in OPEN, (code, row.state)
                assert (row.contact, row.matter, row.secret_hash) == (None, None, None)

    @invariant()
    def every_opening_of_a_name_is_in_history_and_trail(self) -> None:
        if not hasattr(self, "ward"):
            return
        told = [done for done, _ in self.done() if done == CaseAct.UNLOCK]
        assert len(told) == self.unlocked == self.audited("vault.opened")

    @invariant()
    def whose_work_somebody_has_sees_it_too(self) -> None:
        """Unless it is about them or few may see it: then nobody has it in their place."""
        for code, row in self.rows():
            holder = next((o for o in self.ward.officers.values() if o.id == row.officer), None)
            away = None if holder is None else self.member(holder.name)
            if away is None or away.stand_in is None or row.kind in WATCHED:
                continue
            other = next(o for o in self.ward.officers.values() if o.id == away.stand_in)
            few = row.about in {About.HEAD, About.UNCLEAR} or other.name in self.hidden[str(code)]
            if other.has(Role.OFFICER):
                with self.store.read() as work:
                    seen = found(work, self.ward.ward, other, code)
                assert (seen is None) is few, (other.name, code)

    @invariant()
    def the_public_page_holds_nothing_that_must_be_hidden(self) -> None:
        if not hasattr(self, "ward"):
            return
        with self.ward.store.read() as work:
            shown = publications.page(work, KEY, 100)
        by_case = {self.ward.row(code).id: code for code in self.codes}
        assert len({one.case for one in shown}) == len(shown), "one of each case"
        for one in shown:
            said, code = f"{one.question} {one.answer} {one.unit}", str(by_case[one.case])
            row = self.ward.row(by_case[one.case])
            assert row.state in {CaseState.ANSWERED, CaseState.CLOSED}, (code, row.state)
            assert code not in self.wiped
            assert INSIDE not in said
            hidden = [part for part in SENDER if part in said]
            hidden += [name for name in STAFF_OF_IT if self.hidden[code] and name in said]
            assert not hidden, (code, hidden)

    @invariant()
    def no_sender_reads_a_word_among_colleagues(self) -> None:
        if hasattr(self, "ward"):
            for sender in self.senders:
                self.ward.citizen = sender
                assert not [one for one in self.ward.told() if INSIDE in one]


def settings_of(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


class Fresh:
    """A new ward for each life."""

    def __init__(self, url: Callable[[], str]) -> None:
        self.url, self.lives = url, list[Life]()

    def __call__(self) -> Life:
        self.close()
        self.lives.append(Life(Store(make_engine(self.url()))))
        return self.lives[-1]

    def close(self) -> None:
        """The last life's database may go."""
        for life in self.lives:
            life.store.engine.dispose()
        self.lives.clear()


def live(fresh: Fresh, examples: int) -> None:
    run_state_machine_as_test(fresh, settings=settings_of(examples))  # type: ignore[arg-type]
    fresh.close()


def test_every_life_keeps_the_promises(upgraded: Path, tmp_path: Path) -> None:
    places = count()

    def url() -> str:
        file = tmp_path / f"ward-{next(places)}.db"
        shutil.copy(upgraded, file)
        return f"sqlite:///{file}"

    live(Fresh(url), 18)


@pytest.mark.postgres
def test_every_life_keeps_them_on_postgresql(
    postgres_cluster: Cluster, upgraded_postgres: str
) -> None:
    live(Fresh(lambda: postgres_cluster.copy(upgraded_postgres)), 5)


def test_every_act_has_a_rule_that_can_do_it(store: Store) -> None:
    """A new act is tried among all the others before it is anybody's: one life of every rule."""
    assert set(RULES) == set(CaseAct)
    life = Life(store)
    life.begin()
    head, lead, one, third, reviewer = (
        "Đầu Mẫu", "Phụ Mẫu", "Bạch Mẫu", "Dung Mẫu", "Soát Mẫu",
    )  # fmt: skip
    for name, values in (
        ("goes_away", {"who": third, "other": one, "days": 2}),
        ("keeps", {"who": head, "pick": 0}),
        ("hurries", {"who": head, "pick": 0}),
        ("claims", {"who": one, "pick": 0}),
        ("notes", {"who": one, "pick": 0}),
        ("explains", {"who": one, "pick": 0}),
        ("hands_over", {"who": lead, "to": third, "pick": 0}),
        ("asks", {"who": third, "pick": 0}),
        ("adds", {"pick": 0, "names": False}),
        ("answers", {"who": third, "pick": 0, "good": True}),
        ("rates", {"pick": 0, "score": 2}),
        ("publishes", {"who": head, "pick": 0, "careful": True}),
        ("takes_off_the_page", {"who": head, "pick": 0}),
        ("opens_the_vault", {"who": reviewer, "pick": 0}),
        ("reopens", {"pick": 0}),
        ("answers", {"who": third, "pick": 0, "good": True}),
        ("closes", {"who": third, "pick": 0, "seldom": 0}),
        ("reclassifies", {"who": head, "pick": 1, "kind": FeedbackKind.SERVICE}),
        ("marks", {"who": reviewer, "pick": 1, "person": "Cường Mẫu"}),
        ("forwards", {"who": head, "pick": 1, "seldom": 0}),
        ("refuses", {"who": head, "pick": 2, "seldom": 0}),
        ("opens", {"what": SORTS[0], "named": False, "sender": 1}),
        ("opens", {"what": SORTS[0], "named": False, "sender": 0}),
        ("joins", {"who": head, "pick": 3, "other": 1, "seldom": 0}),
        ("takes_back", {"pick": 3, "seldom": 0}),
        ("points_to_the_law", {"who": head, "pick": 0, "seldom": 0}),
        ("asks_for_deletion", {"sender": 0, "seldom": 0}),
    ):
        getattr(life, name)(**values)
    done = {act for act, by in life.done() if by != "system"} | ({"rate"} if life.rated else set())
    assert set(CaseAct) <= done
    assert life.unlocked == 1
    assert life.forgotten
