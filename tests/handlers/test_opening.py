"""A dossier filed at our own desk: coded, dated, looked up; refused beside a software."""

import pytest

from handlers.acts import Acting
from handlers.duties.filing import Filing, NewDossier
from handlers.duties.values import Done, Outcome, Refused, Why
from handlers.officers import Officer, Role
from handlers.opening import open_dossier
from handlers.store.dossiers import StoredDossiers
from handlers.store.filing import propose
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import upgrade_shipped
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.statuses import DossierStatus
from knowledge.loading import load_procedures
from tests.fakes.clock import FakeClock
from tests.fakes.office import KEY, Office
from tests.knowledge.dossiers.lives import at

DESK = RegisterMode.DESK
RESIDENCE = "1.004194"
PRINTED = "H32.12.05-261119-0042"


@pytest.fixture
def office(store: Store, clock: FakeClock) -> Office:
    clock.move_to(at("2026-11-19 09:00"))
    made = Office(store, clock, dossier_prefixes=("H32.12.05",))
    with store.work() as work:
        upgrade_shipped(work.session, load_procedures(), clock.now())
        work.commit()
    return made


@pytest.fixture
def lan(office: Office) -> Officer:
    return office.officer("Lê Thị Mẫu", Role.OFFICER)


def proposed(office: Office, filing: Filing) -> NewDossier | Refused:
    with office.store.read() as work:
        return propose(work, office.ward, filing, office.clock.now())


def opened(
    office: Office, officer: Officer, filing: Filing, mode: RegisterMode = DESK
) -> Dossier | Refused:
    new = proposed(office, filing)
    if isinstance(new, Refused):
        return new

    def act(acting: Acting) -> Outcome:
        return open_dossier(acting, new, KEY, mode)

    done = office.does(officer, act)
    assert isinstance(done, (Done, Refused))
    return done.dossier if isinstance(done, Done) else done


def test_it_gets_the_next_code_of_the_day_and_the_date_of_its_limit(
    office: Office, lan: Officer
) -> None:
    first = opened(office, lan, Filing(RESIDENCE, ("4567",)))
    second = opened(office, lan, Filing(RESIDENCE, ("4567",)))
    assert isinstance(first, Dossier)
    assert isinstance(second, Dossier)
    assert (first.code, second.code) == ("H32.12.05-261119-0001", "H32.12.05-261119-0002")
    assert first.due_at == at("2026-11-25 17:00")  # E4
    assert (first.status, first.officer) == (DossierStatus.ACCEPTED, "Lê Thị Mẫu")
    assert first.copied_at is None, "entered here: never called a copy"


def test_its_citizen_looks_it_up_by_the_digits_written_down(office: Office, lan: Officer) -> None:
    made = opened(office, lan, Filing(RESIDENCE, ("4567",)))
    assert isinstance(made, Dossier)
    reader = StoredDossiers(office.store, KEY)
    assert reader.matches(made.id, "4567")
    assert not reader.matches(made.id, "7654")


def test_a_receipt_already_printed_keeps_its_code_and_date(office: Office, lan: Officer) -> None:
    day = at("2026-11-27 00:00").date()
    made = opened(office, lan, Filing(RESIDENCE, ("4567",), code=PRINTED, due=day))
    assert isinstance(made, Dossier)
    assert (made.code, made.due_at) == (PRINTED, at("2026-11-27 17:00"))
    assert opened(office, lan, Filing(RESIDENCE, ("4567",), code=PRINTED)) == Refused(Why.EXISTS)


def test_a_code_taken_meanwhile_is_refused_not_shared(office: Office, lan: Officer) -> None:
    new = proposed(office, Filing(RESIDENCE, ("4567",)))
    assert isinstance(new, NewDossier)
    opened(office, lan, Filing(RESIDENCE, ("1111",)))
    again = office.does(lan, lambda acting: open_dossier(acting, new, KEY, DESK))
    assert again == Refused(Why.EXISTS)


@pytest.mark.parametrize(
    ("filing", "why"),
    [
        (Filing("1.999999"), Why.NO_PROCEDURE),
        (Filing(RESIDENCE, ("45",)), Why.BAD_DIGITS),
        (Filing(RESIDENCE, code="H32.12.05-269999-0001"), Why.BAD_CODE),
        (Filing(RESIDENCE, due=at("2026-11-22 00:00").date()), Why.DAY_OFF),
        (Filing("1.004873"), Why.NEEDS_DATE),  # two cases, two limits
    ],
)
def test_what_cannot_stand_on_a_receipt_is_said(office: Office, filing: Filing, why: Why) -> None:
    assert proposed(office, filing) == Refused(why)


def test_beside_a_software_nothing_is_filed_here(office: Office, lan: Officer) -> None:
    filing = Filing(RESIDENCE, ("4567",))
    assert opened(office, lan, filing, RegisterMode.MIRROR) == Refused(Why.MIRROR)


def test_a_reviewer_files_nothing(office: Office) -> None:
    reviewer = office.officer("Đỗ Văn Mẫu", Role.REVIEWER)
    assert opened(office, reviewer, Filing(RESIDENCE)) == Refused(Why.NOT_ALLOWED)
