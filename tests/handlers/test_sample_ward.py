"""A newcomer's ward: dossiers to look up, a pause, a late one, and a notice within a minute."""

from datetime import timedelta

import pytest

from handlers.notices.sweeping import sweep
from handlers.sample_ward import load_sample, look_on_the_shelf, sample_codes
from handlers.store import follows
from handlers.store.follows import Recipient
from handlers.store.notices import letters
from handlers.store.unit_of_work import Store
from handlers.ward import Ward as Commune
from handlers.ward import ward_of
from knowledge import dossier_store
from knowledge.commune import CommuneStage
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.statuses import DossierStatus
from scheduler.runner import run_slot
from scheduler.timetable import Job, timetable
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.ward import Ward

KEY = bytes(range(32))
BASE = shipped_base()
COMMUNE = ward_of(BASE.commune, lambda _: BASE)
SHELF = "H00.01-261102-0004"


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> Ward:
    return Ward(store, clock)


def found(ward: Ward, code: str) -> Dossier:
    with ward.store.read() as work:
        dossier = dossier_store.find(work.session, "phuong-mau", code)
    assert dossier is not None
    return dossier


def test_the_sample_register_is_loaded_once_and_opened_by_its_four_digits(ward: Ward) -> None:
    codes, four = sample_codes()
    assert load_sample(ward.store, COMMUNE, KEY, ward.clock.now()) == len(codes)
    assert load_sample(ward.store, COMMUNE, KEY, ward.clock.now()) == 0
    for code in codes:
        dossier = found(ward, code)
        assert dossier.flags == frozenset(), code
        with ward.store.read() as work:
            assert dossier_store.matches(work.session, KEY, dossier.id, four)
            assert not dossier_store.matches(work.session, KEY, dossier.id, "9999")


def test_it_shows_a_pause_and_a_late_one_with_its_apology(ward: Ward) -> None:
    load_sample(ward.store, COMMUNE, KEY, ward.clock.now())
    statuses = {found(ward, code).status for code in sample_codes()[0]}
    assert {DossierStatus.SUPPLEMENT_NEEDED, DossierStatus.PAYMENT_NEEDED} <= statuses
    late = found(ward, "H00.01-261102-0003")
    assert late.apologies
    assert late.result is not None
    assert late.result.original_due_at < ward.clock.now() < late.result.due_at


def test_a_live_commune_never_gets_invented_dossiers(ward: Ward) -> None:
    live = Commune(
        COMMUNE.commune.model_copy(update={"stage": CommuneStage.LIVE}), COMMUNE.calendar
    )
    assert load_sample(ward.store, live, KEY, ward.clock.now()) == 0
    with ward.store.work() as work:
        assert not look_on_the_shelf(work, live, ward.clock.now())


def tick(ward: Ward) -> list[str]:
    """What the jobs of one minute do; kinds of the notices queued so far."""
    now = ward.clock.now()
    with ward.store.work() as work:
        look_on_the_shelf(work, COMMUNE, now)
        sweep(work, COMMUNE, now)
        work.commit()
    return queued(ward)


def test_who_follows_the_finished_one_is_told_within_a_minute_that_it_is_ready(ward: Ward) -> None:
    load_sample(ward.store, COMMUNE, KEY, ward.clock.now())
    ward.says("xin chào")
    to = Recipient("phuong-mau", ward.endpoint, "telegram", ward.contact())
    ward.clock.move(minutes=1)
    with ward.store.work() as work:
        follows.add(work, to, found(ward, SHELF).id, ward.clock.now())
        work.commit()
    assert tick(ward) == []
    ward.clock.move(minutes=1)
    assert tick(ward) == ["ready"]
    ward.clock.move(minutes=1)
    assert tick(ward) == ["ready"], "the desk does not say it again"
    assert found(ward, SHELF).ready


@pytest.mark.parametrize("into", [0, 1, 7, 14])
def test_by_the_timetable_the_page_is_told_within_a_minute_of_following(
    ward: Ward, into: int
) -> None:
    """Whenever in their turn the jobs are when somebody on the page begins to follow."""
    load_sample(ward.store, COMMUNE, KEY, ward.clock.now())
    ward.says("xin chào")
    to = Recipient("phuong-mau", ward.endpoint, "web", ward.contact())
    ward.clock.move(minutes=1, seconds=into)
    began = ward.clock.now()
    with ward.store.work() as work:
        follows.add(work, to, found(ward, SHELF).id, began)
        work.commit()
    names = {f"sample.{COMMUNE.commune.key}", f"notices.{COMMUNE.commune.key}"}
    jobs = [one for one in timetable([COMMUNE]) if isinstance(one, Job) and one.name in names]
    assert len(jobs) == 2
    while not queued(ward) and ward.clock.now() - began < timedelta(minutes=2):
        ward.clock.move(seconds=1)
        for job in jobs:
            run_slot(ward.store, job, ward.clock.now())
    assert queued(ward) == ["ready"]
    assert ward.clock.now() - began <= timedelta(minutes=1)


def queued(ward: Ward) -> list[str]:
    with ward.store.read() as work:
        return [one.key.split(":")[1] for one in letters(work) if one.kind == "notice"]
