"""Wrong digits tell nothing, pause who guesses, and are kept nowhere."""

from sqlalchemy import text

from handlers.dossier_ports import LookUpPorts
from handlers.store.lookups import StoredLookUps
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, Citizen, through_the_inbox
from tests.conversations.dossiers.looking import KEY, inbox_of, look_up
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import CODE, FOUR, OTHER, WRONG, FakeDossiers


def test_wrong_digits_and_an_unknown_code_get_one_answer(
    lan: Citizen, register: FakeDossiers
) -> None:
    look_up(lan, WRONG)
    wrong = lan.heard
    lan.says(OTHER)
    lan.says(FOUR)

    assert lan.heard == wrong
    assert register.compared == [(7, WRONG), (0, FOUR)]


def test_the_message_with_the_digits_is_wiped_and_no_digits_or_code_are_on_record(
    base: KnowledgeBase, store: Store, register: FakeDossiers
) -> None:
    citizen = inbox_of(base, store, register, FakeClock(NOON))
    look_up(citizen, WRONG)
    citizen.says(FOUR)
    citizen.says(f"{CODE} 4 số cuối {FOUR}")

    with store.read() as work:
        kept = [str(row.payload) for row in work.run(text("SELECT payload FROM inbound"))]
        names = " ".join(work.run(text("SELECT name FROM lookup_attempt")).scalars())
    assert not any(FOUR in one or WRONG in one for one in kept)
    assert CODE not in names


def test_digits_that_come_after_the_step_is_over_are_wiped_too(
    base: KnowledgeBase, store: Store, register: FakeDossiers
) -> None:
    log = StoredLookUps(store, KEY)
    citizen = Citizen(through_the_inbox(base, store, LookUpPorts(register, log)))
    look_up(citizen)
    citizen.says("cảm ơn em")
    citizen.says(f"dạ {FOUR} ạ")
    citizen.hears("mã hồ sơ trước")
    with store.read() as work:
        kept = [str(row.payload) for row in work.run(text("SELECT payload FROM inbound"))]
    assert not [one for one in kept if FOUR in one]


def test_five_failures_pause_the_person_for_half_an_hour(
    base: KnowledgeBase, store: Store, register: FakeDossiers
) -> None:
    clock = FakeClock(NOON)
    citizen = inbox_of(base, store, register, clock)
    look_up(citizen, WRONG)
    for _ in range(4):
        clock.move(minutes=2)
        citizen.says(WRONG)
    citizen.says(FOUR)
    citizen.hears("tạm dừng tra cứu đến 10:38")
    citizen.says(OTHER)
    citizen.hears("tạm dừng")

    clock.move(minutes=31)
    citizen.says(CODE)
    citizen.says(FOUR)
    citizen.hears("Tình trạng")


def test_slow_mistakes_pause_nobody(
    base: KnowledgeBase, store: Store, register: FakeDossiers
) -> None:
    clock = FakeClock(NOON)
    citizen = inbox_of(base, store, register, clock)
    look_up(citizen, WRONG)
    for _ in range(6):
        clock.move(minutes=4)
        citizen.says(WRONG)
    citizen.says(FOUR)
    citizen.hears("Tình trạng")
