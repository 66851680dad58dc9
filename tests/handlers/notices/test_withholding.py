"""What a broken rule holds back: every notice of the status an impossible step led to."""

import pytest

from handlers.notice_kinds import ABOUT, NoticeKind
from handlers.notices.planning import planned
from handlers.notices.sweeping import Held, looks
from handlers.notices.withholding import PUSHES, withheld
from handlers.store.unit_of_work import Store
from knowledge.dossiers.dossier import Appointment, AppointmentKind, Confirmation, Dossier
from knowledge.dossiers.life import derive
from knowledge.dossiers.rulebook import shipped_rules
from knowledge.dossiers.rules import APOLOGY
from knowledge.dossiers.statuses import DossierStatus
from tests.handlers.notices.test_sweeping import COMMUNE, Desk
from tests.knowledge.dossiers import lives
from tests.knowledge.dossiers.lives import CALENDAR, at

S = DossierStatus
TOLD = [one for one in S if one is not S.UNKNOWN]
WAYS = {
    "handed over": ("done 2026-11-20 09:00", "returned 2026-11-20 10:00"),
    "stopped": ("stopped 2026-11-20 10:00",),
}
STEPS = [
    (way, status)
    for way, status in ((way, status) for way in WAYS for status in TOLD)
    if status is not S(WAYS[way][-1].split()[0])
]


def impossible(way: str, status: DossierStatus) -> Dossier:
    """Ended, and moved again; its date was moved and the desk said that the result is there."""
    moved = (
        Appointment(
            AppointmentKind.RESULT,
            at("2026-11-25 17:00"),
            at("2026-12-01 17:00"),
            at("2026-12-01 17:00"),
            moved_at=at("2026-11-23 09:00"),
        ),
        Appointment(AppointmentKind.FISCAL, *(at("2026-11-27 17:00"),) * 3),
    )
    made = lives.dossier(
        "registered 2026-11-19 08:00",
        "accepted 2026-11-19 09:00",
        "processing 2026-11-19 10:00",
        *WAYS[way],
        f"{status} 2026-11-23 08:30",
        confirmations=(Confirmation(at("2026-11-23 09:00"), 1, ready=True),),
        appointments=moved,
    )
    return derive(made, CALENDAR)


@pytest.mark.parametrize(("way", "status"), STEPS)
def test_all_that_a_status_implies_is_held_where_no_step_leads_to_it(
    way: str, status: DossierStatus
) -> None:
    dossier = impossible(way, status)
    assert dossier.status is status
    kinds = {one.kind for one in planned(dossier, CALENDAR)}
    assert kinds
    now = at("2026-11-23 10:00")
    assert kinds <= withheld(dossier, COMMUNE, now, now)


def test_every_status_and_every_notice_of_a_dossier_is_in_the_table() -> None:
    assert set(PUSHES) == {*S, APOLOGY}
    own_limits = {NoticeKind.OWN_LIMIT_OPENS, NoticeKind.OWN_LIMIT_7, NoticeKind.OWN_LIMIT_1}
    assert {kind for kinds in PUSHES.values() for kind in kinds} == set(ABOUT) - own_limits
    named = {push for rule in shipped_rules().rules.values() for push in rule.blocks}
    assert named <= PUSHES.keys()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


LEADS_TO = {
    S.PROCESSING: ("due-1d", "2026-11-23 16:00"),
    S.SUPPLEMENT_NEEDED: ("supplement", "2026-11-23 14:00"),
    S.PAYMENT_NEEDED: ("payment", "2026-11-23 14:00"),
    S.WITHDRAWAL_REQUESTED: ("withdrawal", "2026-11-23 14:00"),
    S.REJECTED: ("rejected", "2026-11-23 14:00"),
    S.STOPPED: ("stopped", "2026-11-23 14:00"),
    S.DONE: ("ready", "2026-11-23 14:00"),
}


@pytest.mark.parametrize("status", LEADS_TO)
def test_after_the_result_was_handed_over_nothing_more_is_said_until_the_head_decides(
    desk: Desk, status: DossierStatus
) -> None:
    kind, when = LEADS_TO[status]
    desk.happens("2026-11-20 09:00", "done")
    desk.happens("2026-11-20 09:30", "ready")
    desk.happens("2026-11-20 10:00", "returned")
    assert desk.sweep("2026-11-20 10:01") == ["returned"]
    desk.happens("2026-11-23 08:30", status.value)
    if status is S.DONE:
        desk.happens("2026-11-23 08:31", "ready")
    with desk.ward.store.read() as work:
        (look,) = looks(work, COMMUNE, at("2026-11-23 08:32"))
    held = [(NoticeKind(kind), Held.RULE)] if when < "2026-11-23 15:00" else []
    assert ([(one.kind, why) for one, why in look.verdict.held], look.verdict.send) == (held, ())
    for moment in ("2026-11-23 08:32", "2026-11-23 13:59", "2026-11-23 16:01"):
        assert desk.sweep(moment) == []
    desk.sets_aside("impossible_step", "2026-11-23 16:02")
    assert desk.sweep("2026-11-23 16:03") == [kind]


def test_what_was_stopped_and_is_handed_over_is_neither_told_nor_asked_after(desk: Desk) -> None:
    desk.happens("2026-11-20 10:00", "stopped")
    assert desk.sweep("2026-11-20 10:01") == ["stopped"]
    desk.happens("2026-11-23 09:00", "returned")
    assert desk.sweep("2026-11-23 09:01") == []
    assert desk.sweep("2026-11-25 09:01") == [], "no question after satisfaction"
    desk.sets_aside("impossible_step", "2026-11-25 09:30")
    assert desk.sweep("2026-11-25 09:31") == ["satisfaction"]
