"""What a person may see and correct of what is stored of them."""

import pytest

from handlers.commands import CorrectLastMessage
from handlers.messages import Address
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.turns import Told, Turn
from tests.fakes.clock import FakeClock
from tests.fakes.ward import Ward


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> Ward:
    return Ward(store, clock)


def test_a_person_sees_their_messages_newest_first_and_nobody_elses(ward: Ward) -> None:
    ward.responder.decide = lambda *_: Turn(told=(Told("answer", "1.001193"),))
    for words in ("một", "hai", "/dulieu"):
        ward.says(words)
    ward.says("của người khác", chat="chat-2")
    ward.receive("chưa trả lời")
    view = StoredPersonalRecords(ward.store).view(Address(ward.endpoint, ward.contact()))
    assert [words for _, words in view.messages] == ["hai", "một"]
    assert view.answers == 3
    assert view.since == ward.clock.now()


def test_a_correction_passes_over_what_was_typed_to_get_there(ward: Ward) -> None:
    for words in ("tôi tên An", "/dulieu", "2", "huỷ", "/dulieu", "Sửa tin gần nhất"):
        ward.says(words)
    ward.responder.decide = lambda *_: Turn(commands=(CorrectLastMessage("tôi tên Bình"),))
    ward.says("tôi tên Bình")
    view = StoredPersonalRecords(ward.store).view(Address(ward.endpoint, ward.contact()))
    heard = [said for _, said in view.messages]
    assert heard == ["tôi tên Bình", "Sửa tin gần nhất", "huỷ", "2", "tôi tên Bình"]


def test_a_correction_replaces_the_words_of_the_message_before(ward: Ward) -> None:
    ward.says("tôi tên An")
    ward.says("/dulieu")
    ward.responder.decide = lambda *_: Turn(commands=(CorrectLastMessage("tôi tên Bình"),))
    ward.says("tôi tên Bình")
    view = StoredPersonalRecords(ward.store).view(Address(ward.endpoint, ward.contact()))
    assert [words for _, words in view.messages] == ["tôi tên Bình", "tôi tên Bình"]
