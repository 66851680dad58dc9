"""Pictures without words that reply to a case, from its sender and from an officer."""

from collections.abc import Callable
from typing import Final

import pytest

from handlers.store import cases
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import ALONE, Chat, Door, sent
from tests.fakes.casework import CaseWard

PICTURED: Final = (*ALONE, "telegram", "zalo_bot", "zalo_oa", "web", "bridge")
"""Where a picture comes in; text messages and the terminal carry none."""
QUOTING: Final = (*ALONE, "telegram", "zalo_oa")
"""Where it may answer a message besides."""
on: Callable[[tuple[str, ...]], pytest.MarkDecorator] = lambda places: pytest.mark.parametrize(  # noqa: E731
    "door", places, indirect=True
)


def files_of(ward: CaseWard, code: CaseCode) -> int:
    with ward.store.read() as work:
        return len(cases.files(work, ward.row(code).id))


@on(QUOTING)
def test_a_picture_without_words_that_answers_a_case_joins_it(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    sent(ward, ward.citizen, code)
    citizen = Chat(ward, door, "citizen").says("đăng ký khai sinh cần giấy tờ gì")

    citizen.sends_a_picture(reply_to="77")

    citizen.hears("Em đã thêm vào phản ánh", str(code))
    assert files_of(ward, code) == 1


@on(PICTURED)
def test_a_picture_that_answers_nothing_is_not_kept(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    Chat(ward, door, "citizen").sends_a_picture()
    assert files_of(ward, code) == 0


@on(PICTURED)
def test_a_picture_sent_with_a_report_is_kept_with_it(ward: CaseWard, door: Door) -> None:
    citizen = Chat(ward, door, "citizen").says("phản ánh")
    citizen.says("Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay")
    citizen.sends_a_picture()
    citizen.taps("Đúng rồi").taps("Gửi không kèm tên")
    citizen.hears("Đã nhận phản ánh")
    with ward.store.read() as work:
        assert len(cases.files(work, 1)) == 1


@on((*ALONE, "telegram"))
def test_an_album_is_answered_once(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    sent(ward, ward.citizen, code)
    citizen = Chat(ward, door, "citizen").sends_a_picture(reply_to="77")
    citizen.sends_a_picture(reply_to="77", continues=True)
    assert citizen.heard == ()
    assert files_of(ward, code) == 2


@on(QUOTING)
def test_a_picture_an_officer_answers_a_card_with_is_no_answer(
    ward: CaseWard, officer: Chat
) -> None:
    code = ward.open()
    sent(ward, ward.chats["Bạch Mẫu"], code)
    officer.sends_a_picture(reply_to="77")
    officer.hears_nothing_of("sẽ đọc")
    assert ward.row(code).state == CaseState.RECEIVED
