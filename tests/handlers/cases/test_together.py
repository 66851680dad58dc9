"""Cases of the same matter: answered together, then each its sender's own; abuse; ratings."""

from collections.abc import Callable
from datetime import datetime

import pytest

from handlers.cases import acts, reading, special
from handlers.cases.acts import Doing, Outcome
from handlers.cases.room import room_of
from handlers.cases.seeing import Seeing
from handlers.commands import AddToCase, RateCase, ReopenCase, WithdrawCase
from handlers.errors import LostRaceError
from handlers.store import cases
from handlers.store.case_ratings import satisfaction_with_cases
from handlers.store.case_reading import StoredCases
from handlers.store.erasing import erase_person
from knowledge.calendar import VIETNAM
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.fakes.casework import GOOD, KEY, SECRET, CaseWard
from tests.handlers.cases.acting import answers

S = CaseState


def does(ward: CaseWard, who: str, act: Callable[[Doing], Outcome]) -> None:
    with ward.store.work() as work:
        assert act(ward.doing(work, who)).done
        work.commit()


@pytest.fixture
def pair(ward: CaseWard) -> tuple[CaseCode, CaseCode]:
    first, second = ward.open(), ward.open()
    does(ward, "Phụ Mẫu", lambda doing: special.join(doing, second, first))
    return first, second


def answered(ward: CaseWard, code: CaseCode) -> None:
    does(ward, "Bạch Mẫu", lambda doing: acts.answer(doing, code, acts.Answer(GOOD)))


def test_who_was_joined_rates_and_opens_their_own(
    ward: CaseWard, pair: tuple[CaseCode, CaseCode]
) -> None:
    first, second = pair
    answered(ward, first)
    row = ward.row(second)
    assert row.state == S.ANSWERED

    ward.sends(RateCase(row.id, solved=True, score=3))
    ward.sends(RateCase(row.id, criterion="result"))
    ward.sends(ReopenCase(row.id, "hẻm bên tôi vẫn tối", row.answer_due))

    assert ward.row(second).state == S.REOPENED
    assert (ward.row(second).score, ward.row(second).criterion) == (3, "result")
    assert ward.row(first).state == S.ANSWERED
    assert any("vẫn tối" in one for one in ward.told("Bạch Mẫu"))


def test_before_its_answer_it_cannot_be_opened_again(
    ward: CaseWard, pair: tuple[CaseCode, CaseCode]
) -> None:
    row = ward.row(pair[1])
    with pytest.raises(LostRaceError):
        ward.sends(ReopenCase(row.id, "chưa xong", row.answer_due))


def test_what_one_of_them_adds_reaches_who_works_on_the_first(
    ward: CaseWard, pair: tuple[CaseCode, CaseCode]
) -> None:
    first, second = pair
    does(ward, "Bạch Mẫu", lambda doing: acts.claim(doing, first))

    ward.sends(AddToCase(ward.row(second).id, "đèn thứ ba từ đầu hẻm"))
    ward.sends(AddToCase(ward.row(second).id, "bóng đèn bị bể"))

    assert any("thứ ba" in one for one in ward.told("Bạch Mẫu"))
    assert any("bị bể" in one for one in ward.told("Bạch Mẫu"))
    assert ward.row(second).state == S.JOINED


def test_only_one_sender_is_asked(ward: CaseWard, pair: tuple[CaseCode, CaseCode]) -> None:
    does(ward, "Bạch Mẫu", lambda doing: acts.ask(doing, pair[0], "Nhánh nào của hẻm ạ?"))
    assert sum("Nhánh nào" in one for one in ward.told()) == 1


def test_when_the_first_is_taken_back_the_next_is_worked_on(
    ward: CaseWard, pair: tuple[CaseCode, CaseCode]
) -> None:
    first, second = pair
    ward.sends(WithdrawCase(ward.row(first).id))

    assert ward.row(second).state == S.RECEIVED
    assert ward.row(second).joined_to is None


def test_when_the_first_sender_is_erased_the_others_are_not_forgotten(
    ward: CaseWard, pair: tuple[CaseCode, CaseCode]
) -> None:
    first, second = pair
    with ward.store.work() as work:
        other = ward.chats["Quản Mẫu"]
        row = cases.read(work, ward_id(ward, second))
        cases.change(work, row.id, row.version, {"contact": other})
        erase_person(work, ward.citizen, ward.clock.now())
        work.commit()

    assert ward.row(first).state == S.WITHDRAWN
    assert ward.row(second).state == S.RECEIVED


def ward_id(ward: CaseWard, code: CaseCode) -> int:
    return int(ward.row(code).id)


def test_abuse_waits_for_head_and_reviewer_and_rings_nobody(ward: CaseWard) -> None:
    code = ward.open(FeedbackKind.ABUSE, "đồ ngu")

    def listed(who: str) -> bool:
        with ward.store.read() as work:
            rows = reading.visible(work, ward.ward, ward.officers[who])
            return code in {cases.code_of(row) for row in rows}

    assert {who for who in ward.officers if listed(who)} == {"Đầu Mẫu", "Soát Mẫu"}
    assert all(ward.told(who) == [] for who in ward.officers)
    assert StoredCases(ward.store, ward.vault).opened(code, SECRET) is None


def test_a_matter_behind_abuse_becomes_a_report(ward: CaseWard) -> None:
    code = ward.open(FeedbackKind.ABUSE, "bọn mày để rác ngập hẻm 12")
    kind = FeedbackKind.LOCAL_MATTER
    does(ward, "Soát Mẫu", lambda doing: acts.reclassify(doing, code, kind))

    assert str(code) in ward.told()[0]
    assert StoredCases(ward.store, ward.vault).opened(code, SECRET) is not None


def test_one_case_keeps_all_abuse_of_a_chat(ward: CaseWard) -> None:
    code = ward.open(FeedbackKind.ABUSE, "đồ ngu")
    ward.open(FeedbackKind.ABUSE, "cút đi")

    with ward.store.read() as work:
        rows = cases.of_commune(work, KEY)
        events = cases.events(work, ward.row(code).id)
    assert len(rows) == 1
    assert [one.words for one in events] == ["đồ ngu", "cút đi"]


def test_satisfaction_is_counted_from_five_answers_on(ward: CaseWard) -> None:
    since, until = (datetime(2026, month, 1, tzinfo=VIETNAM) for month in (11, 12))
    for count, score in enumerate((5, 4, 1, 2, 3), 1):
        code = ward.open()
        answered(ward, code)
        ward.sends(RateCase(ward.row(code).id, solved=score > 2, score=score))
        ward.sends(RateCase(ward.row(code).id, criterion="result"))
        with ward.store.read() as work:
            found = satisfaction_with_cases(work, KEY, since, until, lambda _: True)
        assert found.answers == count
        assert (found.satisfied is None) == (count < 5)
    assert found.satisfied == 2
    assert found.criteria == {"result": 5}


def test_whom_a_case_is_about_does_not_count_it(ward: CaseWard) -> None:
    since, until = (datetime(2026, month, 1, tzinfo=VIETNAM) for month in (11, 12))
    for about in (*[About.NOBODY] * 5, About.HEAD):
        code = ward.open(about=about, person="Đầu Mẫu" if about is About.HEAD else None)
        answers(ward, "Soát Mẫu", code)
        ward.sends(RateCase(ward.row(code).id, solved=True, score=5))
    counted = {}
    for who in ("Đầu Mẫu", "Phụ Mẫu", "Soát Mẫu"):
        with ward.store.read() as work:
            eyes = Seeing(room_of(work, KEY), ward.ward, ward.officers[who])
            counted[who] = satisfaction_with_cases(work, KEY, since, until, eyes.sees).answers
    assert counted == {"Đầu Mẫu": 5, "Phụ Mẫu": 5, "Soát Mẫu": 6}


def test_no_history_tells_a_score(ward: CaseWard) -> None:
    code = ward.open()
    answered(ward, code)
    ward.sends(RateCase(ward.row(code).id, solved=False, score=1))

    with ward.store.read() as work:
        acts_done = [one.act for one in cases.events(work, ward.row(code).id)]
    assert "rate" not in acts_done
