"""Every figure of the rules' data, and every day since which one holds, changes what is done."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from knowledge.dossiers.dossier import Apology, Dossier
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.rulebook import RuleOverlay, shipped_rules
from knowledge.dossiers.rules import Finding, blocked, findings, supplement_closes, withholding
from knowledge.procedures import SubmissionWay
from tests.fakes.rules import in_force, not_before, ruled, ruled_for
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier

FILED = "registered 2026-11-19 08:00"
LIFE = (FILED, "accepted 2026-11-19 09:00", "processing 2026-11-19 10:00")
ASKED = ("accepted 2026-11-05 09:00", "supplement_needed 2026-11-06 14:00")
AFTER_ALL = date(2026, 12, 1)
"""Later than every dossier of these tests began."""


def apologies(*times: str) -> tuple[Apology, ...]:
    """Apologies of these moments, each with a date of its own."""
    dates = ("2026-11-27 17:00", "2026-11-30 17:00", "2026-12-01 17:00")
    told = zip(times, dates, strict=False)
    return tuple(Apology(at(when), at(due), "a", approved=False) for when, due in told)


@dataclass(frozen=True)
class Scene:
    """A dossier at a moment, and a figure with which its rule says something else."""

    life: Callable[[], Dossier]
    now: str
    changed: int
    says: bool
    """Whether the rule says something by its shipped figure."""
    says_changed: bool


def due(*events: str) -> Callable[[], Dossier]:
    return lambda: dossier(*events, due="2026-11-25 17:00")


def asked(*more: str) -> Callable[[], Dossier]:
    return lambda: dossier(*ASKED, *more)


def filed(moment: str, way: SubmissionWay) -> Callable[[], Dossier]:
    return lambda: dossier(f"registered {moment}", way=way)


ONLINE, DESK = SubmissionWay.ONLINE, SubmissionWay.IN_PERSON
TWICE = (
    *LIFE,
    "supplement_needed 2026-11-20 09:00",
    "processing 2026-11-20 14:00",
    "supplement_needed 2026-11-23 09:00",
)
SCENES = {
    "intake": Scene(filed("2026-11-20 08:00", ONLINE), "2026-11-23 08:30", 10, True, False),
    "intake_warning": Scene(filed("2026-11-20 08:00", ONLINE), "2026-11-20 09:30", 1, False, True),
    "intake_desk": Scene(filed("2026-11-20 08:00", DESK), "2026-11-25 09:00", 2, True, True),
    "intake_late": Scene(
        lambda: dossier("registered 2026-11-20 07:00", "accepted 2026-11-23 08:00", way=ONLINE),
        "2026-11-23 09:00", 16, True, False,
    ),
    "shortfall_late": Scene(
        lambda: dossier(*LIFE[:2], "processing 2026-11-19 16:00",
                        "supplement_needed 2026-11-26 08:00"),
        "2026-11-26 09:00", 5, True, False,
    ),
    "supplement_once": Scene(lambda: dossier(*TWICE), "2026-11-23 10:00", 2, True, False),
    "supplement_expired": Scene(asked(), "2026-12-01 08:00", 20, True, False),
    "stopped_early": Scene(asked("stopped 2026-12-01 08:00"), "2026-12-02 08:00", 2, False, True),
    "due_soon": Scene(due(*LIFE), "2026-11-20 08:00", 1, True, False),
    "apology_due": Scene(due(*LIFE), "2026-11-20 08:00", 2, False, True),
    "due_today": Scene(due(*LIFE), "2026-11-23 08:00", 1, False, True),
    "overdue": Scene(due(*LIFE), "2026-11-26 08:00", 1, True, False),
    "fiscal_due": Scene(
        lambda: dossier(*LIFE, due="2026-12-02 17:00", fiscal="2026-11-25 17:00"),
        "2026-11-20 08:00", 1, True, False,
    ),
    "apology_once": Scene(
        lambda: dossier(*LIFE, due="2026-11-25 17:00",
                        apologies=apologies("2026-11-20 09:00", "2026-11-23 09:00")),
        "2026-11-23 10:00", 2, True, False,
    ),
    "apology_in_time": Scene(
        lambda: dossier(*LIFE, due="2026-11-25 17:00", apologies=apologies("2026-11-23 09:00")),
        "2026-11-23 10:00", 2, False, True,
    ),
    "ready_confirmed": Scene(
        due(*LIFE, "done 2026-11-20 14:00"), "2026-11-23 07:30", 9, True, True,
    ),
    "impossible_step": Scene(
        due(*LIFE, "done 2026-11-20 08:30", "returned 2026-11-20 09:00",
            "processing 2026-11-20 10:00"),
        "2026-11-20 11:00", 1, True, False,
    ),
    "unknown_status": Scene(
        due(*LIFE, "unknown 2026-11-20 09:00"), "2026-11-20 11:00", 1, True, False,
    ),
    "dates_disagree": Scene(
        due("registered 2026-11-20 08:00", "accepted 2026-11-19 09:00"),
        "2026-11-20 11:00", 1, True, False,
    ),
}  # fmt: skip


def said(scene: Scene, rule: str, mode: RegisterMode) -> tuple[Finding, ...]:
    """What the rule says of the scene, whose dossier is told anew."""
    now = at(scene.now)
    found = findings(scene.life(), CALENDAR, now, now, mode)
    return tuple(one for one in found if one.name == rule)


@pytest.fixture(params=RegisterMode, ids=lambda mode: mode.value)
def mode(request: pytest.FixtureRequest) -> RegisterMode:
    chosen: RegisterMode = request.param
    return chosen


@pytest.mark.parametrize("rule", shipped_rules().rules)
def test_another_figure_changes_what_a_rule_does(rule: str, mode: RegisterMode) -> None:
    scene = SCENES[rule]
    shipped = said(scene, rule, mode)
    with in_force(ruled(rule, scene.changed)):
        changed = said(scene, rule, mode)
    assert (bool(shipped), bool(changed)) == (scene.says, scene.says_changed)
    assert [(one.stage, one.due, one.event) for one in shipped] != [
        (one.stage, one.due, one.event) for one in changed
    ]


@pytest.mark.parametrize("rule", shipped_rules().rules)
def test_a_rule_is_silent_about_what_began_before_its_day(rule: str, mode: RegisterMode) -> None:
    scene = SCENES[rule]
    figure = scene.changed if scene.says_changed else shipped_rules()[rule].value
    with in_force(ruled(rule, figure)):
        assert said(scene, rule, mode)
    with in_force(not_before(rule, AFTER_ALL)):
        assert said(scene, rule, mode) == ()


@pytest.mark.parametrize("rule", shipped_rules().rules)
def test_a_figure_that_changes_later_leaves_what_began_before_it(
    rule: str, mode: RegisterMode
) -> None:
    scene = SCENES[rule]
    shipped = said(scene, rule, mode)
    with in_force(ruled(rule, scene.changed, since=AFTER_ALL)):
        assert said(scene, rule, mode) == shipped


@pytest.mark.parametrize("rule", shipped_rules().rules)
def test_asked_alone_what_withholds_a_push_is_what_all_the_rules_say(
    rule: str, mode: RegisterMode
) -> None:
    one, now = SCENES[rule].life(), at(SCENES[rule].now)
    everything = findings(one, CALENDAR, now, now, mode)
    held = withholding(one, CALENDAR, now, now, mode)
    assert held == tuple(found for found in everything if found.blocks)
    assert bool(held) or not any(found.name == "impossible_step" for found in everything)


def three_apologies() -> Dossier:
    times = ("2026-11-20 09:00", "2026-11-23 09:00", "2026-11-23 10:00")
    return dossier(*LIFE, due="2026-11-25 17:00", apologies=apologies(*times))


@pytest.mark.parametrize(
    ("allowed", "holding", "last"),
    [
        (0, 0, "2026-11-25 17:00"),
        (1, 1, "2026-11-27 17:00"),
        (2, 2, "2026-11-30 17:00"),
        (3, 3, "2026-12-01 17:00"),
    ],
)
def test_as_many_new_dates_hold_as_the_data_allows(
    mode: RegisterMode, allowed: int, holding: int, last: str
) -> None:
    now = at("2026-11-23 11:00")
    with in_force(ruled("apology_once", allowed)):
        one = three_apologies()
        held = blocked(findings(one, CALENDAR, now, now, mode), "apology")
    assert sum(apology.approved for apology in one.apologies) == holding
    assert one.due_at == at(last)
    assert len([found for found in held if found.name == "apology_once"]) == 3 - holding


def test_before_the_rule_s_day_every_new_date_holds() -> None:
    with in_force(not_before("apology_once", AFTER_ALL)):
        one = three_apologies()
    assert all(apology.approved for apology in one.apologies)
    assert one.flags == frozenset()


def test_what_the_head_approved_counts_among_the_new_dates_allowed() -> None:
    with in_force(ruled("apology_once", 2)):
        one = three_apologies()
        approved = replace(one.apologies[2], approved=True)
        again = dossier(*LIFE, due="2026-11-25 17:00", apologies=(*one.apologies[:2], approved))
    assert all(apology.approved for apology in again.apologies)


def test_a_procedure_of_a_special_law_has_its_own_time_for_papers() -> None:
    book = ruled_for("supplement_expired", "1.004873", 5)
    with in_force(book):
        own, other = dossier(*ASKED), dossier(*ASKED, procedure="1.001193")
        days = [supplement_closes(one, CALENDAR) for one in (own, other)]
        silent, told = (
            {f.name for f in findings(one, CALENDAR, now, now)}
            for one, now in ((other, at("2026-11-16 08:00")), (own, at("2026-11-16 08:00")))
        )
        stopped = dossier(*ASKED, "stopped 2026-11-16 08:00")
        early = findings(stopped, CALENDAR, at("2026-11-16 09:00"), at("2026-11-16 09:00"))
    assert [day.date() for day in days if day] == [date(2026, 11, 13), date(2026, 11, 30)]
    assert ("supplement_expired" in told, "supplement_expired" in silent) == (True, False)
    assert blocked(early, "stopped") == ()
    now = at("2026-11-16 09:00")
    assert blocked(findings(stopped, CALENDAR, now, now), "stopped")


def test_a_special_law_holds_from_its_day_and_the_general_one_before() -> None:
    change = {"since": AFTER_ALL, "value": 5, "basis": "Luật riêng"}
    overlay = RuleOverlay.model_validate({"procedures": {"1.004873": [change]}})
    book = shipped_rules().overlaid({"supplement_expired": overlay})
    days = [date(2026, 11, 30), AFTER_ALL, None]
    assert [book.value("supplement_expired", day, "1.004873") for day in days] == [15, 5, 5]
    assert [book.value("supplement_expired", day, "1.001193") for day in days] == [15, 15, 15]


def test_an_unknown_rule_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"không có quy tắc apology_onse; có: .*apology_once"):
        shipped_rules().overlaid({"apology_onse": RuleOverlay()})


def test_changes_of_a_day_that_has_one_already_are_refused() -> None:
    change = {"since": date(2025, 7, 1), "value": 2, "basis": "Nghị định mới"}
    overlay = RuleOverlay.model_validate({"changes": [change]})
    with pytest.raises(ValueError, match="apology_once: changes"):
        shipped_rules().overlaid({"apology_once": overlay})
