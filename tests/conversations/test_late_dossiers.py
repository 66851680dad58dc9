"""A report of a late dossier: looked up first, then taken (domain §7.2)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from handlers.dossier_ports import LookUpPorts
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.dossiers.statuses import DossierStatus
from tests.conversations.conftest import VOICES, Citizen, Speaking, through_the_inbox
from tests.fakes.dossiers import CODE, COPIED, DUE, FOUR, WRONG, FakeDossiers, dossier

LATE = "hồ sơ của tôi trễ hẹn hai tuần rồi"


@pytest.fixture
def register() -> FakeDossiers:
    return FakeDossiers(dossier())


@pytest.fixture(params=["inbox", *VOICES])
def citizen(
    request: pytest.FixtureRequest,
    base: KnowledgeBase,
    sqlite_store: Store,
    register: FakeDossiers,
    voiced: Speaking,
) -> Citizen:
    voice, ports = voiced(request.param), LookUpPorts(dossiers=register)
    return Citizen(through_the_inbox(base, sqlite_store, ports, voice=voice), voice)


def asked_for_digits(citizen: Citizen) -> Citizen:
    citizen.says("phản ánh").says(LATE).taps("Đúng rồi")
    citizen.hears("mã hồ sơ")
    citizen.says(CODE).taps("Đồng ý")
    citizen.hears("4 số", buttons=["Bỏ qua"])
    return citizen


def test_the_clock_is_told_before_the_report_is_taken(
    citizen: Citizen, register: FakeDossiers
) -> None:
    due = register.held[CODE].appointments[0]
    late = replace(due, due_at=DUE.replace(day=18), original_due_at=DUE.replace(day=18))
    register.put(replace(register.held[CODE], appointments=(late,)))

    asked_for_digits(citizen).says(FOUR)

    citizen.hears("hẹn trả 18/11/2026", "quá hẹn 3 ngày làm việc", "họ tên")
    citizen.taps("Gửi không kèm tên")
    citizen.hears("Đã nhận phản ánh PA-261123-001")


def test_an_old_copy_says_its_time_and_no_lateness(
    citizen: Citizen, register: FakeDossiers
) -> None:
    due = register.held[CODE].appointments[0]
    late = replace(due, due_at=DUE.replace(day=18), original_due_at=DUE.replace(day=18))
    register.put(replace(register.held[CODE], appointments=(late,)))
    register.copied = COPIED - timedelta(days=4)
    asked_for_digits(citizen).says(FOUR)
    citizen.hears("Theo sổ lúc 9:30 ngày 19/11/2026", "hẹn trả 18/11/2026", "có thể đã khác")
    citizen.hears_nothing_of("quá hẹn")


def test_one_in_time_is_said_to_be_so_and_taken_all_the_same(citizen: Citizen) -> None:
    asked_for_digits(citizen).says(FOUR)
    citizen.hears("chưa quá hẹn", "em vẫn nhận", "họ tên")


def test_one_that_waits_for_papers_is_said_to_be_paused(
    citizen: Citizen, register: FakeDossiers
) -> None:
    register.put(replace(dossier(DossierStatus.SUPPLEMENT_NEEDED), code=CODE))
    asked_for_digits(citizen).says(FOUR)
    citizen.hears("thời hạn đang tạm dừng")


def test_wrong_digits_tell_nothing_and_may_be_left_out(citizen: Citizen) -> None:
    asked_for_digits(citizen).says(WRONG)
    citizen.hears_nothing_of("Theo sổ", "quá hẹn")
    citizen.taps("Bỏ qua")
    citizen.hears("họ tên")


def test_who_does_not_agree_to_the_look_up_still_reports(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LATE).taps("Đúng rồi").says(CODE).taps("Không đồng ý")
    citizen.hears("họ tên")


def test_the_digits_are_kept_nowhere_and_the_case_knows_its_dossier(
    citizen: Citizen, sqlite_store: Store
) -> None:
    asked_for_digits(citizen).says(FOUR).taps("Gửi không kèm tên")

    with sqlite_store.read() as work:
        row = work.run(text("SELECT matter, dossier FROM feedback_case")).first()
        kept = work.run(text("SELECT payload FROM inbound WHERE payload IS NOT NULL")).scalars()
        assert (row.dossier, FOUR in row.matter) == (7, False)
        assert not any(f'"{FOUR}"' in one for one in kept)


def test_digits_given_with_the_code_are_not_kept_either(
    citizen: Citizen, sqlite_store: Store
) -> None:
    citizen.says("phản ánh").says(LATE).taps("Đúng rồi").says(f"{CODE}, 4 số cuối {FOUR}")
    citizen.taps("Đồng ý")
    citizen.hears("4 số")

    with sqlite_store.read() as work:
        kept = [one or "" for one in work.run(text("SELECT payload FROM inbound")).scalars()]
        drafts = [one or "" for one in work.run(text("SELECT draft FROM conversation")).scalars()]
    assert not any(f"cuối {FOUR}" in one for one in [*kept, *drafts])
