"""Statuses are set at a desk of our own, and never beside a software."""

from collections.abc import Callable

from handlers import acts
from handlers.acts import Acting
from handlers.duties.values import Done, Outcome, Refused, Why
from handlers.officers import Officer
from knowledge.dossiers.dossier import Dossier, StatusEvent
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.statuses import DossierStatus
from tests.fakes.office import Office
from tests.handlers.acts.doing import ACCEPTED


def status(
    office: Office, dossier: Dossier, new: DossierStatus, mode: RegisterMode = RegisterMode.DESK
) -> Callable[[Acting], Outcome]:
    event = StatusEvent(office.clock.now(), new, new.value)
    return lambda acting: acts.set_status(acting, dossier.id, event, mode=mode)


def test_beside_a_software_no_status_is_set(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    set_done = status(office, known, DossierStatus.DONE, RegisterMode.MIRROR)
    assert office.does(lan, set_done) == Refused(Why.MIRROR)


def test_at_our_own_desk_a_step_is_set_if_it_may_follow(office: Office, lan: Officer) -> None:
    known = office.dossier(*ACCEPTED)
    assert office.does(lan, status(office, known, DossierStatus.RETURNED)) == Refused(
        Why.RULE, "impossible_step"
    )
    assert isinstance(office.does(lan, status(office, known, DossierStatus.DONE)), Done)
    assert office.now_is(known.code).done_at == office.clock.now()


def test_at_our_own_desk_papers_are_asked_for_once(
    office: Office, lan: Officer, head: Officer
) -> None:
    known = office.dossier(*ACCEPTED)
    ask, go_on = DossierStatus.SUPPLEMENT_NEEDED, DossierStatus.PROCESSING
    office.does(lan, status(office, known, ask))
    office.clock.move(hours=1)
    office.does(lan, status(office, known, go_on))
    office.clock.move(hours=1)
    assert office.does(lan, status(office, known, ask)) == Refused(Why.RULE, "supplement_once")
    rule = "supplement_once"
    office.does(head, lambda acting: acts.override(acting, known.id, rule, "Luật mới"))
    assert isinstance(office.does(lan, status(office, known, ask)), Done)
