"""Answers: checked before they leave, late with a reason, opened again once, rated unseen."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from handlers.cases import acts
from handlers.cases.acts import Answer, Doing, Outcome, Refused
from handlers.commands import AddToCase, RateCase, ReopenCase
from handlers.errors import LostRaceError
from handlers.store import cases
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.reviews import FaultKind
from knowledge.feedback.states import CaseState
from tests.fakes.casework import GOOD, CaseWard
from tests.handlers.cases.acting import answers, does

CIVIL = "Đây là việc riêng giữa hai nhà, anh/chị nhờ tổ hoà giải khu phố giúp ạ."


def test_a_vague_answer_goes_back_and_may_leave_with_a_note(ward: CaseWard) -> None:
    code = ward.open()
    vague = "Phường ghi nhận và sẽ xem xét theo quy định."

    back = answers(ward, "Bạch Mẫu", code, words=vague)
    assert back.faults
    assert ward.told() == []

    assert answers(ward, "Bạch Mẫu", code, words=vague, override="đã gặp trực tiếp").done
    assert "sẽ xem xét" in ward.told()[0]
    with ward.store.read() as work:
        events = cases.events(work, ward.row(code).id)
    assert [one.words for one in events if one.act == "override"] == ["đã gặp trực tiếp"]


def test_the_sender_hears_the_answer_and_is_asked_whether_it_is_solved(ward: CaseWard) -> None:
    code = ward.open()
    assert answers(ward, "Bạch Mẫu", code).done

    assert "thay trước ngày 27/11" in ward.told()[0]
    assert "fb:solved" in ward.told()[0]
    assert ward.row(code).state == CaseState.ANSWERED


def test_a_late_answer_needs_its_reason(ward: CaseWard) -> None:
    code = ward.open()
    ward.clock.move(days=30)

    assert answers(ward, "Bạch Mẫu", code).refused is Refused.LATE_REASON
    assert answers(ward, "Bạch Mẫu", code, late_reason="chờ vật tư").done
    assert ward.row(code).late_reason == "chờ vật tư"


def test_days_waited_for_the_sender_do_not_make_an_answer_late(ward: CaseWard) -> None:
    code = ward.open()
    asked = does(ward, "Bạch Mẫu", lambda doing: acts.ask(doing, code, "Hẻm 12 nhánh nào ạ?"))
    assert asked.done
    assert "nhánh nào" in ward.told()[0]
    ward.clock.move(days=20)
    ward.sends(AddToCase(ward.row(code).id, "nhánh trái"))
    assert ward.row(code).state == CaseState.ASSIGNED

    assert answers(ward, "Bạch Mẫu", code).done


def test_refusing_and_forwarding_need_words_and_tell_the_sender(ward: CaseWard) -> None:
    code, other = ward.open(), ward.open()

    empty = does(ward, "Phụ Mẫu", lambda doing: acts.refuse(doing, code, "  "))
    assert empty.refused is Refused.NEEDS_REASON
    assert does(ward, "Phụ Mẫu", lambda doing: acts.refuse(doing, code, CIVIL)).done
    sent = does(ward, "Bạch Mẫu", lambda doing: acts.forward(doing, other, "Sở Xây dựng"))
    assert sent.done
    assert CIVIL in ward.told()[0]
    assert "Sở Xây dựng" in ward.told()[1]


def asks(doing: Doing, code: CaseCode, words: str, given: Answer) -> Outcome:
    return acts.ask(doing, code, words, given.override)


def sends_on(doing: Doing, code: CaseCode, words: str, given: Answer) -> Outcome:
    return acts.forward(doing, code, "Điện lực Khu vực 1", words, given)


LEAVING: dict[str, Callable[[Doing, CaseCode, str, Answer], Outcome]] = {
    "ask": asks,
    "refuse": acts.refuse,
    "forward": sends_on,
}


@pytest.mark.parametrize("act", LEAVING)
@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Do gia đình anh/chị tự đấu nối nên phường không xem xét ạ.", FaultKind.BLAME),
        ("Anh/chị hỏi ông Nguyễn Văn Sáu, số 0905 123 456 nhé ạ.", FaultKind.PERSONAL_DATA),
        ("Tự đi mà hỏi, suốt ngày kiện cáo.", FaultKind.IMPOLITE),
    ],
)
def test_no_words_to_a_sender_blame_or_tell_of_others(
    ward: CaseWard, act: str, words: str, kind: FaultKind
) -> None:
    """A question, a refusal, a word of forwarding are read as an answer is."""
    code, do = ward.open(), LEAVING[act]
    back = does(ward, "Phụ Mẫu", lambda doing: do(doing, code, words, Answer("")))
    assert kind in {one.kind for one in back.faults}
    assert (ward.told(), ward.row(code).state) == ([], CaseState.RECEIVED)
    noted = Answer("", override="đã xin phép ông Sáu")
    assert does(ward, "Phụ Mẫu", lambda doing: do(doing, code, words, noted)).done
    assert words in ward.told()[0]
    with ward.store.read() as work:
        happened = {one.act: one for one in cases.events(work, ward.row(code).id)}
    assert happened["override"].words == "đã xin phép ông Sáu"
    assert happened["override"].internal


@pytest.mark.parametrize("act", ["refuse", "forward"])
def test_a_late_refusal_or_forwarding_needs_its_reason(ward: CaseWard, act: str) -> None:
    """It ends the clock as an answer does."""
    code, do = ward.open(), LEAVING[act]
    ward.clock.move(days=30)
    late = does(ward, "Phụ Mẫu", lambda doing: do(doing, code, CIVIL, Answer("")))
    assert late.refused is Refused.LATE_REASON
    why = Answer("", late_reason="chờ xác minh")
    assert does(ward, "Phụ Mẫu", lambda doing: do(doing, code, CIVIL, why)).done
    assert ward.row(code).late_reason == "chờ xác minh"


def test_asking_more_is_possible_however_late_it_is(ward: CaseWard) -> None:
    code = ward.open()
    ward.clock.move(days=30)
    assert does(ward, "Bạch Mẫu", lambda doing: acts.ask(doing, code, "Nhánh nào ạ?")).done


@pytest.mark.parametrize("hole", ["[…]", "[ngày]", "[]", "…", "....", "___"])
def test_words_with_a_place_nobody_filled_in_do_not_leave(ward: CaseWard, hole: str) -> None:
    code, words = ward.open(), f"Việc này thuộc nơi khác từ ngày {hole} ạ."

    for done in (
        does(ward, "Bạch Mẫu", lambda doing: acts.ask(doing, code, words)),
        does(ward, "Bạch Mẫu", lambda doing: acts.refuse(doing, code, words)),
        does(ward, "Bạch Mẫu", lambda doing: acts.forward(doing, code, "Điện lực", words)),
        does(ward, "Bạch Mẫu", lambda doing: acts.forward(doing, code, words)),
    ):
        assert done.refused is Refused.BLANK
    sent_back = answers(ward, "Bạch Mẫu", code, words=f"{GOOD} {hole}")
    assert [one.kind for one in sent_back.faults] == [FaultKind.BLANK]
    assert ward.told() == []
    assert ward.row(code).state == CaseState.RECEIVED


def test_a_list_that_goes_on_is_no_place_to_fill_in(ward: CaseWard) -> None:
    words = "Anh/chị gửi giúp ảnh cột đèn, số nhà gần đó, v.v… được không ạ?"
    code = ward.open()
    assert does(ward, "Bạch Mẫu", lambda doing: acts.ask(doing, code, words)).done


def test_answered_is_not_solved_it_opens_again_once(ward: CaseWard) -> None:
    code = ward.open()
    assert answers(ward, "Bạch Mẫu", code).done
    case = ward.row(code).id
    ward.sends(RateCase(case, solved=False, score=1))
    ward.sends(ReopenCase(case, "vẫn tối", ward.clock.now() + timedelta(days=14)))

    assert ward.row(code).state == CaseState.REOPENED
    assert any("vẫn tối" in one for one in ward.told("Bạch Mẫu"))
    assert answers(ward, "Bạch Mẫu", code).done
    with pytest.raises(LostRaceError):
        ward.sends(ReopenCase(case, "lại tối", ward.clock.now()))


def test_no_officer_reads_a_score(ward: CaseWard) -> None:
    """R-2."""
    code = ward.open()
    assert answers(ward, "Bạch Mẫu", code).done
    ward.sends(RateCase(ward.row(code).id, solved=True, score=2))

    with ward.store.read() as work:
        assert all(one.act != "rate" for one in cases.events(work, ward.row(code).id))
    assert all("score" not in one.lower() for one in ward.told("Bạch Mẫu"))


def test_what_was_added_has_to_be_answered_too(ward: CaseWard) -> None:
    code = ward.open()
    ward.sends(
        AddToCase(ward.row(code).id, "Ngoài ra cống trước nhà số 40 bị nghẹt, bao giờ nạo vét?")
    )

    back = answers(ward, "Bạch Mẫu", code)
    assert {one.kind for one in back.faults} == {FaultKind.PART}
    both = f"{GOOD} Cống trước nhà số 40 sẽ được nạo vét ngày 28/11, do Tổ Đô thị làm."
    assert answers(ward, "Bạch Mẫu", code, words=both).done


def test_the_answer_after_a_reopening_speaks_to_what_was_said_then(ward: CaseWard) -> None:
    code = ward.open()
    assert answers(ward, "Bạch Mẫu", code).done
    said = "1. Nắp hố ga trước nhà số 9 mất, bao giờ đậy lại?\n2. Xe rác bỏ hẻm, khi nào gom?"
    ward.sends(ReopenCase(ward.row(code).id, said, ward.clock.now() + timedelta(days=14)))

    assert answers(ward, "Bạch Mẫu", code).faults
    then = (
        "Thưa anh/chị, Tổ Đô thị phường trả lời:\n1. Nắp hố ga trước nhà số 9 sẽ được đậy lại ngày "
        "28/11.\n2. Xe rác sẽ gom trong hẻm từ ngày 29/11, mỗi chiều. Xin lỗi anh/chị."
    )
    assert answers(ward, "Bạch Mẫu", code, words=then).done
