"""What is routed by law is nowhere afterwards, whichever channel it came by: database, write-ahead
log, files, logs (F-11). Each voice is the real channel against its provider's stand-in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from handlers.incoming import FileDesk
from handlers.messages import Address, FileState, Inbound, InboundKind, IncomingFile
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, VOICES, Citizen, Speaking, through_the_inbox
from tests.conversations.voices.ward import WardVoice
from tests.handlers.cases.canary.sender import CANARY, LAMP
from tests.handlers.cases.canary.traces import BOTH, Traces, traces_of


@pytest.fixture(params=BOTH)
def traces(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Traces]:
    """All that is left of a ward on one database."""
    with traces_of(request, tmp_path) as traces:
        yield traces


@pytest.fixture
def sqlite_store(traces: Traces) -> Store:
    """A store that frees the files beside it, as a process has it; every voice asks for the store
    by this name, here it is on a database of each kind."""
    return Store(traces.engine, FileStore(traces.folder / "voice-files").free)


class Teller:
    """Somebody on one channel, and the search for what they said."""

    def __init__(self, base: KnowledgeBase, store: Store, voice: WardVoice, traces: Traces) -> None:
        self.store, self.voice, self.traces = store, voice, traces
        self.citizen = Citizen(through_the_inbox(base, store, voice=voice), voice)

    def says(self, *words: str) -> None:
        for one in words:
            self.citizen.says(one)

    def sends_a_picture(self, data: bytes) -> None:
        """As `bot.preparing` looks at it and keeps it."""
        with self.store.read() as work:
            contact = str(work.run(text("SELECT contact FROM inbound ORDER BY id DESC")).scalar())
        key = self.voice.files.put(contact, data)
        file = IncomingFile("ref", "anh.jpg", "image/jpeg", len(data))
        here = Address(self.voice.at, self.voice.chat_of("citizen"))
        inbound = Inbound(here, "picture", NOON, InboundKind.FILES, files=(file,))
        stored = self.voice.inbox.receive(inbound)
        assert stored is not None
        desk = FileDesk(self.store, self.voice.clock)
        waiting = desk.begin(stored.id)
        assert waiting is not None
        assert desk.keeps(waiting)
        assert desk.settle(waiting, [replace(file, state=FileState.STORED, key=key)], ())
        self.voice.inbox.handle(stored.id)

    def found(self) -> bool:
        """Whether the word is still anywhere; the job that empties the log has run."""
        self.store.checkpoint()
        return bool(self.traces.places(CANARY))

    def counted(self, name: str) -> int:
        with self.store.read() as work:
            query = text("SELECT coalesce(sum(count), 0) FROM counter WHERE name = :name")
            return int(work.run(query, {"name": name}).scalar_one())


@pytest.fixture(params=VOICES)
def teller(
    request: pytest.FixtureRequest,
    base: KnowledgeBase,
    sqlite_store: Store,
    voiced: Speaking,
    traces: Traces,
) -> Teller:
    voice = voiced(request.param)
    assert isinstance(voice, WardVoice)
    return Teller(base, sqlite_store, voice, traces)


def test_the_canary_would_be_found(teller: Teller) -> None:
    teller.says(f"phản ánh {CANARY} rác đầy đường hẻm 15")
    assert teller.found()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (f"Tôi tố cáo ông {CANARY} nhận hối lộ", "denunciation"),
        (f"Tôi khiếu nại quyết định xử phạt của ông {CANARY}", "complaint"),
    ],
)
def test_routed_words_leave_no_trace(teller: Teller, words: str, kind: str) -> None:
    teller.says(words, f"còn nữa, {CANARY} là em họ ông ấy")
    teller.citizen.hears_nothing_of("PA-261123")
    assert not teller.found()
    assert teller.counted(f"routed.{kind}") == 1


def test_the_whole_draft_goes_with_its_pictures(teller: Teller) -> None:
    teller.says("phản ánh", f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    teller.sends_a_picture(b"picture of " + CANARY.encode())
    assert teller.found()
    teller.says("Nói thẳng là tôi tố cáo cán bộ nhận tiền hối lộ")
    assert not teller.found()
    assert not list((teller.traces.folder / "voice-files").glob("*/*"))


def test_of_mixed_words_only_the_feedback_stays(teller: Teller) -> None:
    teller.says("phản ánh", f"{LAMP}. Ngoài ra tôi tố cáo ông {CANARY} nhận hối lộ.")
    assert not teller.found()
    teller.citizen.taps("Đúng rồi").taps("Gửi không kèm tên")
    teller.citizen.hears("PA-261123-001")
    assert not teller.found()
    with teller.store.read() as work:
        matter = str(work.run(text("SELECT matter FROM feedback_case")).scalar())
    assert "Đèn đường" in matter


def test_a_denunciation_added_to_an_open_case_is_not_kept(teller: Teller) -> None:
    teller.says("phản ánh", LAMP)
    teller.citizen.taps("Đúng rồi").taps("Gửi không kèm tên")
    teller.says(f"nhân tiện tôi tố cáo ông {CANARY} nhận hối lộ")
    assert not teller.found()


def test_a_report_given_up_is_not_kept(teller: Teller) -> None:
    teller.says("phản ánh", f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước", "Huỷ")
    assert not teller.found()
