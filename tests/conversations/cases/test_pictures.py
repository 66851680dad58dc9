"""Pictures without words that reply to a case, from its sender and from an officer."""

import pytest

from handlers.store import cases
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import ALONE, Chat, Door, sent
from tests.fakes.casework import CaseWard


def files_of(ward: CaseWard, code: CaseCode) -> int:
    with ward.store.read() as work:
        return len(cases.files(work, ward.row(code).id))


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_a_picture_without_words_that_answers_a_case_joins_it(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    sent(ward, ward.citizen, code)
    citizen = Chat(ward, door, "citizen").says("đăng ký khai sinh cần giấy tờ gì")

    citizen.sends_a_picture(reply_to="77")

    citizen.hears("Em đã thêm vào phản ánh", str(code))
    assert files_of(ward, code) == 1


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_a_picture_that_answers_nothing_is_not_kept(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    Chat(ward, door, "citizen").sends_a_picture()
    assert files_of(ward, code) == 0


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_an_album_is_answered_once(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    sent(ward, ward.citizen, code)
    citizen = Chat(ward, door, "citizen").sends_a_picture(reply_to="77")
    citizen.sends_a_picture(reply_to="77", continues=True)
    assert citizen.heard == ()
    assert files_of(ward, code) == 2


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_a_picture_an_officer_answers_a_card_with_is_no_answer(
    ward: CaseWard, officer: Chat
) -> None:
    code = ward.open()
    sent(ward, ward.chats["Bạch Mẫu"], code)
    officer.sends_a_picture(reply_to="77")
    officer.hears_nothing_of("sẽ đọc")
    assert ward.row(code).state == CaseState.RECEIVED
