"""Answers: checked before they leave, late with a reason, opened again once, rated unseen."""

from datetime import timedelta

import pytest

from handlers.cases import acts
from handlers.cases.acts import Refused
from handlers.commands import AddToCase, RateCase, ReopenCase
from handlers.errors import LostRaceError
from handlers.store import cases
from knowledge.feedback.checking import FaultKind
from knowledge.feedback.states import CaseState
from tests.fakes.casework import GOOD, CaseWard
from tests.handlers.cases.acting import answers, does


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
    assert does(ward, "Phụ Mẫu", lambda doing: acts.refuse(doing, code, "không rõ việc gì")).done
    sent = does(ward, "Bạch Mẫu", lambda doing: acts.forward(doing, other, "Sở Xây dựng"))
    assert sent.done
    assert "không rõ việc gì" in ward.told()[0]
    assert "Sở Xây dựng" in ward.told()[1]


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
