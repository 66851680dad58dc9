"""Whatever rule a dossier breaks, the head hears of it; what is only ahead, whose turn it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.channels.terminal.render import text_of
from handlers.officer_rounds import rounds
from handlers.officers import Officer, Role
from handlers.store import views
from handlers.store.unit_of_work import Store
from knowledge.dossiers.dossier import Apology, Dossier
from knowledge.dossiers.rulebook import shipped_rules
from knowledge.dossiers.rules import Stage, findings
from knowledge.procedures import SubmissionWay
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at

LAN = "Lê Thị Mẫu"
LIFE = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
AT_WORK = (*LIFE, "processing 2026-11-19 10:00")
ASKED = ("accepted 2026-11-05 09:00", "supplement_needed 2026-11-06 14:00")
DESK, FAR = SubmissionWay.IN_PERSON, "2027-02-25 17:00"
MORNING = (7, 30)


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    clock.move_to(at("2026-11-19 07:00"))
    return Office(store, clock)


@pytest.fixture
def staff(office: Office) -> dict[str, Officer]:
    roles = {"officer": Role.OFFICER, "desk_lead": Role.DESK_LEAD, "head": Role.HEAD}
    names = {"officer": LAN, "desk_lead": "Võ Thị Mẫu", "head": "Trần Văn Mẫu"}
    return {who: office.officer(names[who], role) for who, role in roles.items()}


@dataclass(frozen=True)
class Scene:
    """A dossier as the register tells it, and the moment of a round after which it is known."""

    told: Callable[[Office], Dossier]
    now: str
    to: str = "head"
    stage: Stage = Stage.BROKEN


def life(
    *events: str, due: str = "2026-11-25 17:00", **more: object
) -> Callable[[Office], Dossier]:
    return lambda office: office.dossier(*events, due=due, officer=LAN, **more)  # type: ignore[arg-type]


def sorry(*told: str) -> tuple[Apology, ...]:
    dates = ("2026-11-27 17:00", "2026-11-30 17:00")
    return tuple(
        Apology(at(when), at(new), "a", approved=False)
        for when, new in zip(told, dates, strict=False)
    )


SCENES = {
    "intake": Scene(life("registered 2026-11-20 08:00", due=""), "2026-11-23 08:30"),
    "intake_warning": Scene(
        life("registered 2026-11-20 08:00", due=""), "2026-11-20 11:00", "officer", Stage.AHEAD
    ),
    "intake_desk": Scene(
        life("registered 2026-11-20 08:00", due="", way=DESK), "2026-11-25 09:00"
    ),
    "intake_late": Scene(
        life("registered 2026-11-19 07:00", "accepted 2026-11-20 08:00"), "2026-11-23 07:30"
    ),
    "supplement_once": Scene(
        life(*AT_WORK, "supplement_needed 2026-11-20 09:00", "processing 2026-11-20 14:00",
             "supplement_needed 2026-11-23 09:00", due=FAR),
        "2026-11-23 10:00",
    ),
    "shortfall_late": Scene(
        life(*AT_WORK, "supplement_needed 2026-11-26 08:00", due=FAR), "2026-11-27 07:30"
    ),
    "supplement_expired": Scene(
        life(*ASKED, due=FAR), "2026-12-01 08:00", "desk_lead", Stage.AHEAD
    ),
    "stopped_early": Scene(life(*ASKED, "stopped 2026-11-20 08:00"), "2026-11-20 09:00"),
    "due_soon": Scene(life(*AT_WORK), "2026-11-20 07:30", "officer", Stage.AHEAD),
    "apology_due": Scene(life(*AT_WORK), "2026-11-25 07:30"),
    "due_today": Scene(life(*AT_WORK), "2026-11-25 07:30", "officer", Stage.AHEAD),
    "overdue": Scene(life(*AT_WORK), "2026-11-26 07:30"),
    "fiscal_due": Scene(
        life(*AT_WORK, due=FAR, fiscal="2026-11-20 17:00"), "2026-11-23 09:00"
    ),
    "apology_once": Scene(
        life(*AT_WORK, apologies=sorry("2026-11-20 09:00", "2026-11-23 09:00")), "2026-11-23 10:00"
    ),
    "apology_in_time": Scene(
        life(*AT_WORK, apologies=sorry("2026-11-25 08:00")), "2026-11-25 09:00"
    ),
    # Who lays results on the shelf is the desk: its lead hears of it, not the head.
    "ready_confirmed": Scene(
        life(*AT_WORK, "done 2026-11-20 08:00"), "2026-11-20 11:00", "desk_lead"
    ),
    "impossible_step": Scene(
        life(*AT_WORK, "done 2026-11-20 08:30", "returned 2026-11-20 09:00",
             "processing 2026-11-20 10:00"),
        "2026-11-20 11:00",
    ),
    "unknown_status": Scene(life(*AT_WORK, "unknown 2026-11-20 09:00"), "2026-11-20 11:00"),
    "dates_disagree": Scene(
        life("registered 2026-11-20 08:00", "accepted 2026-11-19 09:00"), "2026-11-20 11:00"
    ),
}  # fmt: skip


def letters(office: Office, officer: Officer) -> list[str]:
    contact = office.member(officer.name).contact or ""
    with office.store.read() as work:
        found = list(views.letters(work, contact))
    return [text_of((one.reply,)).casefold() for one in found if one.reply]


@pytest.mark.parametrize("rule", shipped_rules().rules)
def test_a_rule_that_bites_is_told_to_who_must_know(
    office: Office, staff: dict[str, Officer], rule: str
) -> None:
    scene = SCENES[rule]
    now = at(scene.now)
    office.clock.move_to(now)
    known = scene.told(office)
    (found, *_) = [
        one
        for one in findings(known, office.ward.calendar, now, known.copied_at)
        if one.name == rule
    ]
    assert found.stage is scene.stage
    rounds(office.store, office.ward, now)
    said = [text for text in letters(office, staff[scene.to]) if known.code.casefold() in text]
    assert any(rule_words(rule) in text for text in said), said


def rule_words(rule: str) -> str:
    """What the rule is called in a list, else its label; folded, as headings are written big."""
    listed = {
        "due_soon": "Sắp đến hạn",
        "apology_due": "Hôm nay là ngày cuối để xin lỗi",
        "due_today": "Hẹn trả hôm nay",
        "overdue": "Đã quá hạn",
    }
    return listed.get(rule, shipped_rules()[rule].label).casefold()


@pytest.mark.parametrize("rule", ["intake_desk", "unknown_status", "fiscal_due"])
def test_a_breach_is_told_once_at_once_and_stands_in_the_morning_list(
    office: Office, staff: dict[str, Officer], rule: str
) -> None:
    scene = SCENES[rule]
    now = at(scene.now)
    office.clock.move_to(now)
    known = scene.told(office)
    for minutes in (0, 5, 120):
        rounds(office.store, office.ward, now + timedelta(minutes=minutes))
    cards = [text for text in letters(office, staff["head"]) if rule_words(rule) in text]
    assert len(cards) == 1
    assert known.code.casefold() in cards[0]

    tomorrow = next_morning(office, now)
    office.clock.move_to(tomorrow)
    scene.told(office)  # the register is read again and tells the same
    rounds(office.store, office.ward, tomorrow)
    listed = letters(office, staff["head"])[-1]
    assert "việc hôm nay" in listed
    assert known.code.casefold() in listed


def test_what_is_only_ahead_of_a_date_is_no_card_for_the_head(
    office: Office, staff: dict[str, Officer]
) -> None:
    now = at("2026-11-20 09:00")
    office.clock.move_to(now)
    filed = office.dossier("registered 2026-11-20 08:00", due="", officer=LAN, way=DESK)
    land = office.dossier(*AT_WORK, number=2, due=FAR, fiscal="2026-11-23 17:00", officer=LAN)
    rounds(office.store, office.ward, now)
    assert letters(office, staff["head"]) == []
    listed = letters(office, staff["officer"])[-1]
    assert filed.code.casefold() in listed
    assert land.code.casefold() in listed
    assert "cơ quan thuế" in listed


def next_morning(office: Office, now: datetime) -> datetime:
    day = office.ward.calendar.next_working_day(now.date())
    return now.replace(
        year=day.year, month=day.month, day=day.day, hour=MORNING[0], minute=MORNING[1]
    )
