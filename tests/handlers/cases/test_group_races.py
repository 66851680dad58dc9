"""Group and private chat at the same moment, on both databases; one code, two groups."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Barrier

import pytest

from bot.channels.terminal.render import text_of
from handlers import staff_groups
from handlers.inbox import Inbox
from handlers.messages import Address, Inbound, InboundKind
from handlers.router import Router
from handlers.store import cases, groups
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.feedback.states import CaseState
from tests.conversations.conftest import NOON, ports_of
from tests.fakes.casework import COMMUNE, GOOD, KEY, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base

_IDS = count(1)


class Crowd:
    """A ward, its group, and officers who write in it and alone."""

    def __init__(self, store: Store, base: KnowledgeBase) -> None:
        self.ward = CaseWard(store, FakeClock(NOON))
        mine = replace(base, commune=COMMUNE, calendar=self.ward.ward.calendar)
        router = Router(lambda _: mine, StoredPersonalRecords(store), ports=ports_of(store))
        self.inbox = Inbox(store, router, self.ward.clock)

    def code(self) -> str:
        with self.ward.store.work() as work:
            made = staff_groups.make_code(work, self.ward.ward, "do_thi", "cli", NOON)
            work.commit()
        assert made is not None
        return made

    def says(self, who: str, text: str, chat: str = "", subject: str = "") -> str:
        """Words, in a group when a chat is named; what was said back."""
        reply_to = f"m{subject}" if subject else None
        inbound = Inbound(
            Address("telegram", chat or who),
            str(next(_IDS)),
            NOON,
            text=text,
            group=bool(chat),
            by=who if chat else None,
            reply_to=reply_to,
        )
        return self._does(inbound)

    def taps(self, who: str, action: str, chat: str = "") -> str:
        inbound = Inbound(
            Address("telegram", chat or who),
            str(next(_IDS)),
            NOON,
            InboundKind.TAP,
            action=action,
            group=bool(chat),
            by=who if chat else None,
        )
        return self._does(inbound)

    def _does(self, inbound: Inbound) -> str:
        stored = self.inbox.receive(inbound)
        assert stored is not None
        handled = self.inbox.handle(stored.id)
        assert not any(one.parked for one in handled)
        # One call may answer what another thread brought into the same chat.
        return "\n".join(text_of(one.replies) for one in handled)


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return shipped_base()


@pytest.fixture
def crowd(store: Store, knowledge: KnowledgeBase) -> Crowd:
    return Crowd(store, knowledge)


def test_of_two_who_take_a_case_at_once_one_wins_and_the_other_is_told(crowd: Crowd) -> None:
    crowd.says("Bạch Mẫu", f"/nhom {crowd.code()}", chat="nhóm")
    for _ in range(6):
        code, ready = crowd.ward.open(), Barrier(2)

        def taken(who: str, chat: str, code: object = code, ready: Barrier = ready) -> str:
            ready.wait(5)
            return crowd.taps(who, f"case:claim:{code}", chat)

        with ThreadPoolExecutor(2) as pool:
            said = list(pool.map(taken, ("Bạch Mẫu", "Cường Mẫu"), ("nhóm", "")))
        holder = crowd.ward.row(code).officer
        won = [text for text in said if "đã nhận PA" in text and "trước" not in text]
        won += [text for text in said if "Anh/chị đã nhận" in text]
        assert len(won) == 1, said
        lost = next(text for text in said if text not in won)
        assert "đã nhận" in lost
        assert "trước" in lost
        assert holder in {crowd.ward.officers[one].id for one in ("Bạch Mẫu", "Cường Mẫu")}
        with crowd.ward.store.read() as work:
            claims = [
                one for one in cases.events(work, crowd.ward.row(code).id) if one.act == "claim"
            ]
        assert len(claims) == 1


def test_two_drafts_sent_at_once_are_one_answer(crowd: Crowd) -> None:
    crowd.says("Bạch Mẫu", f"/nhom {crowd.code()}", chat="nhóm")
    code = crowd.ward.open()
    row = crowd.ward.row(code)
    with crowd.ward.store.work() as work:
        for who in ("Bạch Mẫu", "Cường Mẫu"):
            officer = crowd.ward.officers[who].id
            groups.keep_draft(work, f"d{officer}", row.id, officer, GOOD, NOON)
        work.commit()
    ready = Barrier(2)

    def sent(who: str) -> str:
        ready.wait(5)
        return crowd.taps(who, f"case:go:d{crowd.ward.officers[who].id}", "nhóm")

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(sent, ("Bạch Mẫu", "Cường Mẫu")))
    assert "\n".join(said).count("đã trả lời PA") == 1, said
    assert len(crowd.ward.told()) == 1
    assert crowd.ward.row(code).state == CaseState.ANSWERED


def test_one_code_typed_in_two_groups_joins_one(crowd: Crowd) -> None:
    code, ready = crowd.code(), Barrier(2)

    def joined(who: str, chat: str) -> str:
        ready.wait(5)
        return crowd.says(who, f"/nhom {code}", chat)

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(joined, ("Bạch Mẫu", "Cường Mẫu"), ("nhóm 1", "nhóm 2")))
    assert sum("Đã đăng ký" in text for text in said) == 1, said
    assert sum("không đúng, đã dùng" in text for text in said) == 1
    with crowd.ward.store.read() as work:
        assert groups.of_unit(work, KEY, "do_thi") is not None
