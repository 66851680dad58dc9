"""Signing in on both databases: what is spent once is spent once, whoever else tries."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pyotp
import pytest

from handlers import second_factor, sign_in
from handlers.cases import acts
from handlers.cases.acts import Answer
from handlers.console_tickets import ConsoleTickets, Tokens
from handlers.officers import Officer
from handlers.second_factor import Checked
from handlers.store import staff
from handlers.store.unit_of_work import Store, Work
from tests.fakes.casework import GOOD, CaseWard
from tests.fakes.clock import FakeClock

TOKENS = Tokens(b"c" * 32)
TICKETS = ConsoleTickets(TOKENS, "https://mau.example.vn")
HEAD = "Đầu Mẫu"


@dataclass
class Room:
    """A ward whose head has an app."""

    ward: CaseWard
    secret: str = ""

    def act(self, do: Callable[[Work], object]) -> object:
        with self.ward.store.work() as work:
            done = do(work)
            work.commit()
        return done

    @property
    def head(self) -> Officer:
        return self.ward.officers[HEAD]

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.ward.clock.now())

    def check(self, code: str) -> object:
        now = self.ward.clock.now()
        return self.act(
            lambda work: second_factor.check(work, self.ward.vault, self.head, code, now)
        )


@pytest.fixture
def room(store: Store, clock: FakeClock) -> Room:
    made = Room(CaseWard(store, clock))
    vault, now = made.ward.vault, clock.now()
    made.act(lambda work: second_factor.begin(work, vault, made.head, now))
    made.secret = str(made.act(lambda work: second_factor.pending(work, vault, made.head)))
    made.act(lambda work: second_factor.confirm(work, vault, made.head, made.code(), now))
    clock.move(seconds=31)
    return made


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each call came to, all begun together."""
    found: list[object] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], object]) -> None:
        gate.wait()
        found[place] = call()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(calls)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_of_two_browsers_with_one_code_one_is_let_in(room: Room) -> None:
    now = room.ward.clock.now()

    def make(work: Work) -> str:
        member = staff.member(work, room.head.id)
        assert member is not None
        made = sign_in.make_link(work, TICKETS, member, "cli", now)
        assert not isinstance(made, str)
        return made.code

    code = str(room.act(make))
    tried = at_once(
        *[lambda: room.act(lambda work: sign_in.enter(work, TOKENS, code, now)) for _ in range(4)]
    )
    assert sum(one is not None for one in tried) == 1


def test_of_two_uses_of_one_app_code_one_is_good(room: Room) -> None:
    code = room.code()
    tried = at_once(*[lambda: room.check(code) for _ in range(4)])
    assert sorted(str(one) for one in tried) == ["good", "wrong", "wrong", "wrong"]


def test_guesses_made_at_once_count_one_by_one(room: Room) -> None:
    tried = at_once(*[lambda: room.check("000000") for _ in range(8)])
    assert tried.count(Checked.WRONG) == 5
    assert tried.count(Checked.LOCKED) == 3
    assert room.check(room.code()) is Checked.LOCKED


def test_an_older_code_does_not_open_after_a_newer_one(room: Room) -> None:
    old = room.code()
    room.ward.clock.move(seconds=30)
    assert room.check(room.code()) is Checked.GOOD
    assert room.check(old) is Checked.WRONG


def test_a_code_of_the_phone_half_a_minute_off_is_good(room: Room) -> None:
    room.ward.clock.move(seconds=60)
    late = room.code()
    room.ward.clock.move(seconds=30)
    assert room.check(f"{late[:3]} {late[3:]}") is Checked.GOOD


@pytest.mark.parametrize("code", ["", "abc", "١٢٣٤٥٦", "0" * 400])
def test_what_is_no_code_is_wrong(room: Room, code: str) -> None:
    assert room.check(code) is Checked.WRONG


def test_a_session_lives_and_ends_on_both_databases(room: Room) -> None:
    clock = room.ward.clock
    officer = room.ward.officers["Bạch Mẫu"]
    code_hash = TOKENS.of_link("AAAAA-BBBBB")
    room.act(lambda work: sign_in.keep_link(work, officer, code_hash, "cli", clock.now()))
    done = room.act(lambda work: sign_in.enter(work, TOKENS, "aaaaabbbbb", clock.now()))
    assert isinstance(done, sign_in.SignedIn)

    def found(token: str) -> object:
        return room.act(lambda work: sign_in.session(work, TOKENS, token, clock.now()))

    assert found(done.token) is not None
    assert found("another") is None
    clock.move(minutes=61)
    assert found(done.token) is None


def test_of_two_answers_at_once_one_leaves(room: Room) -> None:
    """Each in a transaction of its own, as two pages of the console post them."""
    ward, code = room.ward, room.ward.open()

    def answers(who: str) -> bool:
        with ward.store.work() as work:
            done = acts.answer(ward.doing(work, who), code, Answer(GOOD))
            if done.done:
                work.commit()
            return done.done

    tried = at_once(lambda: answers("Bạch Mẫu"), lambda: answers("Cường Mẫu"))
    assert sorted(bool(one) for one in tried) == [False, True]
    assert len([one for one in ward.told() if "đã có trả lời" in one]) == 1
