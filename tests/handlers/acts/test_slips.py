"""On time or a slip of apology: drafted once, signed by the head, refused, taken back."""

import threading
from collections.abc import Callable

import pytest

from handlers import acts
from handlers.acts import Acting
from handlers.duties.values import Already, Done, Outcome, Refused, Why
from handlers.officers import Officer, Role
from tests.fakes.office import Office
from tests.handlers.acts.doing import (
    ACCEPTED,
    MONDAY_AFTER,
    apologise,
    audited,
    late,
    on_time,
    sign,
)
from tests.knowledge.dossiers.lives import at


def test_on_time_is_said_once_for_a_date(office: Office, lan: Officer, head: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    assert isinstance(office.does(lan, on_time(known)), Done)
    assert office.does(head, on_time(known)) == Already(lan.id, office.clock.now())


def test_on_time_is_asked_anew_after_a_new_date(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, on_time(known))
    apologise(office, lan, head, known, "2026-11-30 17:00")
    assert isinstance(office.does(lan, on_time(known)), Done)


def test_a_slip_counts_only_once_the_head_signed(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    assert isinstance(office.does(lan, late(known)), Done)
    assert office.now_is(known.code).due_at == at("2026-11-25 17:00")

    assert isinstance(office.does(head, sign(office.slip())), Done)
    moved = office.now_is(known.code)
    assert moved.due_at == MONDAY_AFTER
    (apology,) = moved.apologies
    assert (apology.by, apology.reason, apology.approved) == (lan.id, "Chờ xác minh", True)
    assert moved.flags == frozenset()
    assert audited(office) == [
        f"officer:{lan.id} apology.drafted dossier:{known.id}",
        f"officer:{head.id} apology.signed dossier:{known.id}",
    ]


def test_an_officer_signs_nothing(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    assert office.does(lan, sign(office.slip())) == Refused(Why.NOT_ALLOWED)
    assert office.now_is(known.code).apologies == ()


def test_two_heads_at_once_sign_one_slip(office: Office, lan: Officer, head: Officer) -> None:
    other = office.officer("Phạm Văn Mẫu", Role.HEAD)
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    slip, start, outcomes = office.slip(), threading.Barrier(2), list[Outcome]()

    def decide(officer: Officer, act: Callable[[Acting], Outcome]) -> None:
        start.wait(10)
        outcomes.append(office.does(officer, act))

    refuse: Callable[[Acting], Outcome] = lambda acting: acts.refuse_apology(acting, slip)  # noqa: E731
    pairs = ((head, sign(slip)), (other, refuse))
    threads = [threading.Thread(target=decide, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(one, Done) for one in outcomes) == 1
    assert sum(isinstance(one, Already) for one in outcomes) == 1
    assert len(audited(office)) == 2


def test_a_slip_with_a_place_nobody_filled_in_is_not_written(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    for reason, why in (("Chờ […]", Why.BLANK), ("Chờ ___", Why.BLANK), (" ", Why.NO_REASON)):
        draft = acts.draft_apology
        new = at("2026-11-30 17:00")
        tried = office.does(lan, lambda acting: draft(acting, known.id, new, reason))  # noqa: B023
        assert tried == Refused(why)


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("2026-11-25 17:00", Why.NOT_LATER),
        ("2026-11-23 17:00", Why.NOT_LATER),
        ("2026-11-28 17:00", Why.DAY_OFF),
    ],
)
def test_a_new_date_is_later_and_a_working_day(
    office: Office, lan: Officer, new: str, why: Why
) -> None:
    assert office.does(lan, late(office.dossier(*ACCEPTED), new)) == Refused(why)


def test_one_slip_waits_at_a_time(office: Office, lan: Officer, head: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    assert office.does(head, late(known)) == Already(lan.id, office.clock.now())


def test_a_refused_slip_makes_room_for_another(office: Office, lan: Officer, head: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    slip = office.slip()
    office.does(head, lambda acting: acts.refuse_apology(acting, slip, "Làm kịp được"))
    assert isinstance(office.does(lan, late(known)), Done)


def test_on_time_after_all_takes_the_slip_back(office: Office, lan: Officer, head: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    office.does(lan, late(known))
    slip = office.slip()
    office.does(lan, on_time(known))
    assert isinstance(office.does(head, sign(slip)), Already)
    assert office.now_is(known.code).apologies == ()


def test_a_paused_dossier_is_neither_on_time_nor_late(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED, "supplement_needed 2026-11-20 09:00")
    assert office.does(lan, on_time(known)) == Refused(Why.PAUSED)
    assert office.does(lan, late(known)) == Refused(Why.PAUSED)
