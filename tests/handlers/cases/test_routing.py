"""Officers say that a case is a complaint or a denunciation: who may, who hears, what is left."""

import pytest

from handlers.cases import reading, routing, special
from handlers.cases.acts import Outcome, Refused
from handlers.cases.page import case_page
from handlers.store import cases
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.fakes.casework import CaseWard
from tests.handlers.cases.acting import answers, claims, does


def routes(
    ward: CaseWard, who: str, code: CaseCode, kind: FeedbackKind = FeedbackKind.DENUNCIATION
) -> Outcome:
    return does(ward, who, lambda doing: routing.route(doing, code, kind))


def seeing(ward: CaseWard, code: CaseCode) -> set[str]:
    """Who finds the case in a list or by its reference."""
    found = set()
    for who, officer in ward.officers.items():
        with ward.store.read() as work:
            listed = reading.visible(work, ward.ward, officer, frozenset(CaseState))
            page = case_page(work, ward.ward, officer, code, ward.clock.now())
        assert (code in {cases.code_of(one) for one in listed}) == (page is not None)
        found |= {who} if page is not None else set()
    return found


def test_its_holder_and_those_who_lead_may_and_nobody_else(ward: CaseWard) -> None:
    code = ward.open()
    for nobody in ("Quản Mẫu", "Bạch Mẫu", "Dung Mẫu"):
        assert routes(ward, nobody, code).refused is Refused.GONE
    claims(ward, "Bạch Mẫu", code)
    assert routes(ward, "Bạch Mẫu", code).done
    for who in ("Phụ Mẫu", "Đầu Mẫu", "Soát Mẫu"):
        assert routes(ward, who, ward.open()).done


def test_its_sender_reads_the_laws_own_road(ward: CaseWard) -> None:
    code = ward.open()
    assert routes(ward, "Phụ Mẫu", code, FeedbackKind.COMPLAINT).done
    said = ward.told()[-1]
    assert "nội dung này là khiếu nại" in said
    assert "đơn khiếu nại có chữ ký" in said
    assert "đã xoá nội dung" in said


def test_heads_and_reviewers_hear_who_did_it_and_see_the_number_alone(ward: CaseWard) -> None:
    """Otherwise it were a way to make a report vanish."""
    code = ward.open(matter="Ông Tư ở tổ 4 làm việc khuất tất")
    claims(ward, "Bạch Mẫu", code)
    assert routes(ward, "Bạch Mẫu", code).done
    for watcher in ("Đầu Mẫu", "Soát Mẫu"):
        said = ward.told(watcher)[-1]
        assert "là tố cáo, đã chuyển theo luật" in said
        assert "Bạch Mẫu" in said
        assert "Ông Tư" not in said
    assert seeing(ward, code) == {"Đầu Mẫu", "Soát Mẫu"}
    assert ward.row(code).matter is None


@pytest.mark.parametrize(
    ("about", "person", "left"),
    [
        (About.OFFICER, "Bạch Mẫu", {"Đầu Mẫu", "Soát Mẫu"}),
        (About.HEAD, "Đầu Mẫu", {"Soát Mẫu"}),
        (About.OFFICER, "Soát Mẫu", {"Đầu Mẫu"}),
    ],
)
def test_whom_it_was_about_does_not_learn_of_it(
    ward: CaseWard, about: About, person: str, left: set[str]
) -> None:
    code = ward.open(FeedbackKind.CONDUCT, about=about, person=person)
    before = ward.told(person)
    assert routes(ward, next(iter(left)), code).done
    assert ward.told(person) == before
    assert seeing(ward, code) == left
    assert ward.row(code).about_officer is None


def test_answered_and_ended_cases_too_and_nothing_is_done_to_it_again(ward: CaseWard) -> None:
    code = ward.open()
    answers(ward, "Bạch Mẫu", code)
    assert routes(ward, "Phụ Mẫu", code).done
    assert routes(ward, "Đầu Mẫu", code).refused is Refused.NOT_NOW
    with ward.store.read() as work:
        assert not any(one.words for one in cases.events(work, ward.row(code).id))


def test_who_was_joined_to_it_stands_alone_again(ward: CaseWard) -> None:
    first, second = ward.open(), ward.open()
    assert does(ward, "Phụ Mẫu", lambda doing: special.join(doing, second, first)).done
    assert routes(ward, "Phụ Mẫu", first).done
    row = ward.row(second)
    assert (row.state, row.joined_to) == (CaseState.RECEIVED, None)


def test_only_what_has_a_law_of_its_own(ward: CaseWard) -> None:
    code = ward.open()
    assert routes(ward, "Phụ Mẫu", code, FeedbackKind.SERVICE).refused is Refused.NOT_NOW
    assert ward.row(code).matter is not None
