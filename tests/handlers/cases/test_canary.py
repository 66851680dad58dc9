"""What is routed by law is nowhere afterwards: database, write-ahead log, files, logs (F-11)."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.database import upgrade
from bot.logs import configure
from handlers import retention
from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, FileState, Inbound, InboundKind, IncomingFile
from handlers.privacy import PersonalRecords
from handlers.router import Router
from handlers.store import purging
from handlers.store.contacts import ensure_commune, ensure_endpoint
from handlers.store.files import FileStore
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, ports_of, shipped_base
from tests.fakes.clock import FakeClock

CANARY = "chimhoangyenXY7"
LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng"


class Sender:
    """Someone who writes, step by step, to a ward on one SQLite file."""

    def __init__(self, store: Store, base: KnowledgeBase, files: FileStore) -> None:
        records: PersonalRecords = StoredPersonalRecords(store)
        self.store, self.files = store, files
        self.clock = FakeClock(NOON)
        router = Router(lambda _: base, records, ports=ports_of(store))
        self.inbox = Inbox(store, router, self.clock)
        with store.work() as work:
            ensure_commune(work, base.commune.key, base.commune.name, NOON)
            self.endpoint = ensure_endpoint(
                work, base.commune.key, ChannelName.TELEGRAM, "bot", NOON
            )
            work.commit()
        self.count = 0

    def says(self, words: str) -> str:
        return self._does(Inbound(Address(self.endpoint, "p"), "", NOON, text=words))

    def taps(self, action: str) -> str:
        inbound = Inbound(Address(self.endpoint, "p"), "", NOON, InboundKind.TAP, action=action)
        return self._does(inbound)

    def sends(self, data: bytes, caption: str = "") -> str:
        """A picture, stored as `bot.preparing` stores it."""
        contact = self.contact()
        key = self.files.put(contact, data)
        sent = IncomingFile("ref", "anh.jpg", "image/jpeg", len(data))
        inbound = Inbound(
            Address(self.endpoint, "p"), "", NOON, InboundKind.FILES, text=caption, files=(sent,)
        )
        return self._does(inbound, key)

    def contact(self) -> str:
        with self.store.read() as work:
            return str(work.run(text("SELECT id FROM contact")).scalar())

    def _does(self, inbound: Inbound, key: str = "") -> str:
        self.count += 1
        stored = self.inbox.receive(replace(inbound, external_id=str(self.count)))
        assert stored is not None
        if key:
            from handlers.store import attachments

            with self.store.work() as work:
                waiting = attachments.begin(work, int(stored.id))
                assert waiting is not None
                kept = replace(inbound.files[0], state=FileState.STORED, key=key)
                attachments.settle(work, waiting, (kept,), ())
                work.commit()
        return str(self.inbox.handle(stored.id)[-1].replies)


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


@pytest.fixture
def logs() -> io.StringIO:
    out = io.StringIO()
    configure(level="debug", stream=out)
    return out


@pytest.fixture
def sender(tmp_path: Path, open_engine: Callable[[str], Engine], base: KnowledgeBase) -> Sender:
    engine = open_engine(f"sqlite:///{tmp_path}/ward.db")
    upgrade(engine)
    files = FileStore(tmp_path / "files")
    return Sender(Store(engine, files.free), base, files)


def assert_gone(folder: Path, logs: io.StringIO, canary: str = CANARY) -> None:
    wanted = [canary.encode(), canary.encode("utf-16-le")]
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(one in data for one in wanted), path.name
    assert canary not in logs.getvalue()


def test_the_canary_would_be_found(sender: Sender, tmp_path: Path, logs: io.StringIO) -> None:
    sender.says(f"phản ánh {CANARY} rác đầy đường hẻm 15")

    with pytest.raises(AssertionError):
        assert_gone(tmp_path, logs)


@pytest.mark.parametrize(
    "words",
    [
        f"Tôi tố cáo ông {CANARY} nhận hối lộ",
        f"Tôi khiếu nại quyết định xử phạt của ông {CANARY}",
        f"Chủ tịch phường thái độ hách dịch với bà {CANARY}",
    ],
)
def test_routed_words_leave_no_trace(
    sender: Sender, tmp_path: Path, logs: io.StringIO, words: str
) -> None:
    sender.says("phản ánh")
    said = sender.says(words)

    assert "PA-" not in said
    assert_gone(tmp_path, logs)


def test_the_whole_draft_goes_not_only_its_last_message(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    sender.sends(b"picture of " + CANARY.encode())
    sender.says("Nói thẳng là tôi tố cáo cán bộ nhận tiền hối lộ")

    assert_gone(tmp_path, logs)


def test_a_picture_goes_with_the_words_it_came_with(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    data = b"picture of " + CANARY.encode()
    sender.sends(data, "tôi tố cáo cán bộ nhận hối lộ, đây là bằng chứng")

    assert not list((tmp_path / "files").rglob(hashlib.sha256(data).hexdigest()))
    assert_gone(tmp_path, logs)


def test_who_says_when_asked_that_it_is_a_denunciation_leaves_no_trace(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    sender.says(f"Trưởng khu phố {CANARY} giữ lại một nửa tiền hỗ trợ của dân")
    sender.taps("fb:law:denunciation")

    assert_gone(tmp_path, logs)


def test_of_mixed_words_only_the_feedback_stays(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    sender.says(f"{LAMP}. Ngoài ra tôi tố cáo ông {CANARY} nhận hối lộ.")
    assert_gone(tmp_path, logs)

    sender.taps("fb:kind:local_matter")
    assert "PA-261123-001" in sender.taps("fb:anon")
    assert_gone(tmp_path, logs)
    with sender.store.read() as work:
        assert "Đèn đường" in str(work.run(text("SELECT matter FROM feedback_case")).scalar())


def test_a_complaint_added_to_an_open_case_is_not_kept(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    sender.says(LAMP)
    sender.taps("fb:kind:local_matter")
    sender.taps("fb:anon")
    sender.says(f"nhân tiện tôi tố cáo ông {CANARY} nhận hối lộ")

    assert_gone(tmp_path, logs)


def test_a_denunciation_nobody_asked_for_is_not_kept_either(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says(f"tôi tố cáo cán bộ {CANARY} nhận tiền hối lộ của dân")

    assert_gone(tmp_path, logs)


@pytest.mark.parametrize("opening", ["tôi tố cáo cán bộ nhận hối lộ", "Tôi khiếu nại quyết định"])
@pytest.mark.parametrize(
    "words",
    [
        f"ông {CANARY} nhận tiền của nhà tôi năm ngoái",
        f"bà {CANARY} ở nhà bên làm chứng được",
        f"ông {CANARY} nhận tiền để làm sổ đỏ cho nhà tôi",
    ],
)
def test_what_follows_a_denunciation_is_not_kept_either(
    sender: Sender, tmp_path: Path, logs: io.StringIO, opening: str, words: str
) -> None:
    sender.says(opening)
    sender.says("chuyện dài lắm")
    sender.taps("p:2.002396")
    sender.says(words)
    sender.says(f"còn nữa, {CANARY} là em họ ông ấy")

    assert_gone(tmp_path, logs)


def test_another_subject_ends_it_and_later_words_are_kept_again(sender: Sender) -> None:
    sender.says("tôi tố cáo cán bộ nhận hối lộ")
    assert "khai sinh" in sender.says("đăng ký khai sinh cần giấy tờ gì").lower()
    sender.says("đăng ký kết hôn cần giấy tờ gì")

    with sender.store.read() as work:
        kept = work.run(text("SELECT payload FROM inbound ORDER BY id")).scalars()
    assert [one is not None for one in kept] == [False, False, True]


def test_after_a_quarter_of_an_hour_words_are_kept_again(sender: Sender) -> None:
    sender.says("tôi tố cáo cán bộ nhận hối lộ")
    sender.clock.move(minutes=16)
    sender.says("cảm ơn em")

    with sender.store.read() as work:
        kept = work.run(text("SELECT payload FROM inbound ORDER BY id")).scalars()
    assert [one is not None for one in kept] == [False, True]


@pytest.mark.parametrize("leaving", ["Huỷ", "/start", "/dulieu"])
def test_a_report_given_up_is_not_kept(
    sender: Sender, tmp_path: Path, logs: io.StringIO, leaving: str
) -> None:
    sender.says("phản ánh")
    sender.says(f"Trưởng khu phố {CANARY} giữ lại một nửa tiền hỗ trợ của dân")
    sender.taps("fb:plain")
    sender.says(f"ông {CANARY} lấy của tôi hai triệu để làm giấy")
    sender.says(leaving)

    assert_gone(tmp_path, logs)


def test_the_count_stays(sender: Sender) -> None:
    sender.says("phản ánh")
    sender.says("tôi tố cáo cán bộ nhận hối lộ")

    with sender.store.read() as work:
        query = "SELECT sum(count) FROM counter WHERE name = 'routed.denunciation'"
        assert work.run(text(query)).scalar() == 1


def test_erasing_a_person_takes_their_cases_words(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    sender.says(f"{LAMP} trước nhà {CANARY}")
    sender.sends(b"picture of " + CANARY.encode())
    sender.taps("fb:kind:local_matter")
    assert "PA-261123-001" in sender.taps("fb:anon")
    sender.taps("data:erase-yes")

    assert_gone(tmp_path, logs)
    with sender.store.read() as work:
        assert work.run(text("SELECT state FROM feedback_case")).scalar() == "withdrawn"
        told = work.run(text('SELECT act, "by", note FROM feedback_event ORDER BY id')).all()
    assert tuple(told[-1]) == ("withdraw", "citizen", "erased")


def test_before_erasing_a_person_is_told_how_many_reports_are_withdrawn(sender: Sender) -> None:
    sender.says("phản ánh")
    assert "rút lại" not in sender.taps("data:erase")
    for matter in (LAMP, "Rác đổ đầy đầu hẻm 15 đường Hoa Sữa"):
        sender.taps("fb:start")
        sender.says(matter)
        sender.taps("fb:kind:local_matter")
        assert "PA-261123-00" in sender.taps("fb:anon")

    assert "2 phản ánh chưa có trả lời sẽ bị rút lại" in sender.taps("data:erase")


def test_a_report_whose_day_is_over_is_not_kept(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    sender.sends(b"picture of " + CANARY.encode())
    sender.clock.move(hours=25)
    with sender.store.work() as work:
        assert purging.lapse_some(work, sender.clock.now()) == 1
        work.commit()

    assert_gone(tmp_path, logs)
    assert not list((tmp_path / "files").glob("*/*"))


def test_whoever_writes_again_after_a_day_leaves_no_report_behind(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    sender.clock.move(hours=25)
    sender.says("đăng ký khai sinh cần giấy tờ gì")

    assert_gone(tmp_path, logs)
    with sender.store.read() as work:
        kept = work.run(text("SELECT payload FROM inbound ORDER BY id")).scalars()
    assert [one is not None for one in kept] == [False, False, True]


def test_the_purge_takes_a_report_with_its_conversation(
    sender: Sender, tmp_path: Path, logs: io.StringIO
) -> None:
    sender.says("phản ánh")
    sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    sender.clock.move(hours=25)
    with sender.store.work() as work:
        retention.purge(work, sender.clock.now())
        work.commit()

    assert_gone(tmp_path, logs)


def test_a_picture_sent_before_the_name_belongs_to_the_case(sender: Sender) -> None:
    sender.says("phản ánh")
    sender.says(LAMP)
    sender.sends(b"picture")
    sender.taps("fb:kind:local_matter")
    sender.taps("fb:name")
    sender.taps("consent:yes")
    assert "PA-261123-001" in sender.says("Nguyễn Thị Mẫu 0900 000 000")

    with sender.store.read() as work:
        assert work.run(text("SELECT count(*) FROM feedback_file")).scalar() == 1
        states = work.run(text("SELECT state, keeping FROM attachment")).all()
    assert [tuple(one) for one in states] == [("stored", "case")]
