"""A denunciation no word gave away, seen by an officer: nothing of it is left anywhere (F-11)."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from handlers.inbox import Inbox
from handlers.router import Router
from handlers.store import contacts, groups
from handlers.store.files import FileStore
from handlers.store.personal import StoredPersonalRecords
from handlers.store.staff import StoredStaffBook
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.base import KnowledgeBase
from tests.conversations.cases.door import Chat, Door
from tests.conversations.conftest import ports_of
from tests.fakes.casework import COMMUNE, CaseWard
from tests.handlers.cases.canary.sender import CANARY, LAMP, Sender, assert_gone
from tests.handlers.cases.canary.traces import Traces


class Place:
    """A ward on one file: somebody who writes, officers in their chats, a group with cards."""

    def __init__(self, store: Store, base: KnowledgeBase, files: FileStore) -> None:
        mine = replace(base, commune=COMMUNE, calendar=ward_of(COMMUNE).calendar)
        self.sender = Sender(store, mine, files)
        self.ward = CaseWard(store, self.sender.clock)
        records, staff = StoredPersonalRecords(store), StoredStaffBook(store)
        router = Router(lambda _: mine, records, staff, ports=ports_of(store))
        self.door = Door(self.ward, Inbox(store, router, self.sender.clock))
        now = self.sender.clock.now()
        with store.work() as work:
            endpoint = contacts.endpoint_of(work, self.sender.endpoint)
            chat = contacts.open_contact(work, endpoint, "-100", "", now)
            made = groups.add(
                work, COMMUNE.key, "do_thi", "x", "cli", now=now, until=now + timedelta(hours=1)
            )
            assert groups.join(work, made, chat, now)
            work.commit()

    def officer(self, name: str) -> Chat:
        return Chat(self.ward, self.door, name)

    def reported(self) -> str:
        """A report under a name, with a picture and words added later; its reference."""
        self.sender.says("phản ánh")
        self.sender.says(f"{LAMP} trước nhà {CANARY}")
        self.sender.sends(b"picture of " + CANARY.encode())
        self.sender.taps("fb:kind:local_matter")
        self.sender.taps("fb:name")
        self.sender.taps("consent:yes")
        found = re.search(r"PA-\d{6}-\d{3}", self.sender.says("Nguyễn Thị Mẫu 0900 000 000"))
        assert found is not None
        return found.group()


@pytest.fixture
def place(case_store: Store, base: KnowledgeBase, files: FileStore) -> Place:
    return Place(case_store, base, files)


def test_what_an_officer_routes_is_nowhere(place: Place, traces: Traces) -> None:
    code = place.reported()
    officer = place.officer("Bạch Mẫu")
    officer.does(f"case:claim:{code}")
    officer.does(f"case:note:{code}").says(f"đã gặp {CANARY}")
    officer.does(f"case:ask:{code}").says(f"Nhà {CANARY} số mấy ạ?")
    place.sender.says(f"nhà {CANARY} số 4")
    officer.does(f"case:answer:{code}").says(f"Đã nói chuyện với {CANARY}")
    with pytest.raises(AssertionError):
        assert_gone(traces)

    lead = place.officer("Phụ Mẫu")
    lead.does(f"case:refuse:{code}").taps("Đây là tố cáo").hears("Đã xoá nội dung")

    assert_gone(traces)
    assert not list((traces.folder / "files").glob("*/*"))
    with place.sender.store.read() as work:
        rows = work.run(text("SELECT state, kind, contact, matter FROM feedback_case")).all()
        counted = text("SELECT sum(count) FROM counter WHERE name = 'routed.denunciation'")
        assert work.run(counted).scalar() == 1
    assert [tuple(one) for one in rows] == [("routed", "denunciation", None, None)]


def test_files_of_the_senders_other_case_stay(place: Place, traces: Traces) -> None:
    code = place.reported()
    place.sender.taps("fb:start")
    place.sender.says("Rác đổ đầy đầu hẻm 15 đường Hoa Sữa")
    place.sender.sends(b"another picture")
    place.sender.taps("fb:kind:local_matter")
    assert "PA-" in place.sender.taps("fb:anon")

    lead = place.officer("Phụ Mẫu")
    lead.does(f"case:refuse:{code}").taps("Đây là khiếu nại").hears("Đã xoá nội dung")

    left = [one.read_bytes() for one in (traces.folder / "files").glob("*/*")]
    assert left == [b"another picture"]
