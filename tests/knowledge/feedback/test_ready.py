"""Ready replies: filled in they prove something; a blank left open holds the answer."""

import pytest

from knowledge.feedback.checking import Context, check
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.feedback.ready import ReadyReply, blanks, shipped_replies
from knowledge.feedback.reviews import FaultKind
from knowledge.feedback.states import CaseAct

REPLIES = shipped_replies().replies
ANSWERS = [one for one in REPLIES if one.act is CaseAct.ANSWER]
MATTER = "Đèn đường hẻm 12 hỏng hai tuần nay"
FILLED = {
    "đơn vị": "Tổ Đô thị",
    "cơ quan": "UBND phường Mẫu",
    "việc được phản ánh": "đèn đường hẻm 12 hỏng",
    "kết quả": "thay bóng mới",
    "việc sẽ làm": "thay bóng mới",
    "cách làm mới": "quầy có người trực cả buổi",
    "ngày": "27/11",
    "ngày báo lại": "10/12",
    "lý do": "chờ xác minh",
    "cơ quan có thẩm quyền": "Điện lực",
    "điện thoại": "1900 0000",
}


@pytest.mark.parametrize("one", ANSWERS, ids=lambda one: one.key)
def test_a_filled_in_answer_passes_the_check(one: ReadyReply) -> None:
    text = one.filled(FILLED)
    assert blanks(text) == ()
    assert check(text, Context(MATTER, ("Tổ Đô thị",), frozenset({"19000000"}))) == ()


@pytest.mark.parametrize("one", ANSWERS, ids=lambda one: one.key)
def test_a_blank_left_open_holds_it(one: ReadyReply) -> None:
    text = one.filled({**FILLED, "việc được phản ánh": ""})
    assert FaultKind.BLANK in {fault.kind for fault in check(text, Context(MATTER))}


def test_every_kind_finds_an_answer_and_its_own_stand_first() -> None:
    for kind in TAKEN:
        found = shipped_replies().of(CaseAct.ANSWER, kind)
        assert len(found) >= 3
    first = shipped_replies().of(CaseAct.ANSWER, FeedbackKind.CONDUCT)[0]
    assert first.key == "conduct_sorry"


def test_keys_are_named_once_and_acts_are_those_with_words() -> None:
    keys = [one.key for one in REPLIES]
    assert len(keys) == len(set(keys))
    worded = {CaseAct.ANSWER, CaseAct.ASK, CaseAct.REFUSE, CaseAct.FORWARD}
    assert {one.act for one in REPLIES} == worded
