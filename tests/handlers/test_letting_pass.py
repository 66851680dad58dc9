"""What the head may let pass, wherever it is put before them: just the rules that fall silent."""

import pytest

from handlers import acts
from handlers.duties import checks
from handlers.duties.tasks import Task
from handlers.duties.values import Case, Done
from handlers.officer_cards import warning_card
from handlers.officers import Officer, Role
from handlers.store.unit_of_work import Store
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.rules import Finding, Stage, findings
from knowledge.dossiers.ruling import SET_ASIDE
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.handlers.test_breaches_are_told import SCENES
from tests.knowledge.dossiers.lives import at

BROKEN = [rule for rule, scene in SCENES.items() if scene.stage is Stage.BROKEN]


@pytest.fixture
def office(sqlite_store: Store, clock: FakeClock) -> Office:
    clock.move_to(at("2026-11-19 07:00"))
    return Office(sqlite_store, clock)


@pytest.fixture
def head(office: Office) -> Officer:
    return office.officer("Trần Văn Mẫu", Role.HEAD)


def found(office: Office, known: Dossier, rule: str) -> list[Finding]:
    now = office.clock.now()
    listed = findings(known, office.ward.calendar, now, known.copied_at)
    return [one for one in listed if one.name == rule]


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_offered_to_let_pass_if_it_is_silent_then(
    office: Office, head: Officer, rule: str
) -> None:
    scene = SCENES[rule]
    office.clock.move_to(at(scene.now))
    known = scene.told(office)
    (one, *_) = found(office, known, rule)
    offered = checks.may_be_passed(known, office.ward.calendar, office.clock.now())
    card = warning_card(Task(Case(known), one), office.clock.now(), decides=True)
    tap = f"work:pass:{known.id}.{rule}"
    assert (rule in offered) == (tap in [one.action for one in card.choices])

    done = office.does(head, lambda to: acts.override(to, known.id, rule, "Đã xem, có lý do"))
    assert isinstance(done, Done)
    silent = not found(office, office.now_is(known.code), rule)
    assert (rule in offered) is silent is (rule in SET_ASIDE)


def test_no_rule_that_can_be_let_pass_lacks_its_scene() -> None:
    assert set(BROKEN) >= SET_ASIDE


def test_who_may_not_decide_is_offered_nothing(office: Office) -> None:
    scene = SCENES["dates_disagree"]
    office.clock.move_to(at(scene.now))
    known = scene.told(office)
    (one,) = found(office, known, "dates_disagree")
    card = warning_card(Task(Case(known), one), office.clock.now(), decides=False)
    assert [button.label for button in card.choices] == ["Xem hồ sơ"]
