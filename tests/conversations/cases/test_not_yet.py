"""The sender says in words that it is solved or not yet, without a tap."""

import pytest

from knowledge.feedback.states import CaseState
from tests.conversations.cases.door import ALONE, Chat, Door, answered, sent
from tests.fakes.casework import CaseWard


@pytest.mark.parametrize("words", ["chưa", "Chưa ạ", "vẫn chưa"])
def test_not_yet_needs_no_tap(ward: CaseWard, officer: Chat, door: Door, words: str) -> None:
    code = answered(ward, officer)
    citizen = Chat(ward, door, "citizen").says(words)
    citizen.hears("mở lại", "còn việc gì chưa ổn")
    citizen.says("đèn vẫn tắt như cũ").hears("thêm vào phản ánh")
    assert ward.row(code).state == CaseState.REOPENED


@pytest.mark.parametrize("door", ALONE, indirect=True)
def test_not_yet_with_its_reason_in_reply_to_the_answer_opens_it_at_once(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = answered(ward, officer)
    sent(ward, ward.citizen, code)
    Chat(ward, door, "citizen").says("chưa, đèn vẫn tắt như cũ", reply_to="77").hears("mở lại")
    assert ward.row(code).state == CaseState.REOPENED


def test_not_yet_with_its_reason_is_heard_while_the_case_is_what_the_chat_is_at(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = answered(ward, officer)
    citizen = Chat(ward, door, "citizen").does(f"fb:see:{code}")
    citizen.says("vẫn chưa sáng anh ơi, tối om").hears("mở lại")
    assert ward.row(code).state == CaseState.REOPENED


def test_solved_needs_no_tap(ward: CaseWard, officer: Chat, door: Door) -> None:
    answered(ward, officer)
    Chat(ward, door, "citizen").says("xong rồi").hears("hài lòng")


def test_not_yet_is_nothing_where_no_answer_or_more_than_one_waits(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    ward.open()
    citizen = Chat(ward, door, "citizen").says("chưa")
    citizen.hears_nothing_of("còn việc gì chưa ổn")
    answered(ward, officer)
    answered(ward, officer)
    citizen.says("chưa")
    citizen.hears_nothing_of("còn việc gì chưa ổn")


def test_a_question_that_begins_with_not_yet_stays_one(
    ward: CaseWard, officer: Chat, door: Door
) -> None:
    code = answered(ward, officer)
    citizen = Chat(ward, door, "citizen")
    citizen.says("chưa có giấy chứng sinh thì làm khai sinh được không").hears("khai sinh")
    assert ward.row(code).state == CaseState.ANSWERED
