"""The inbox of the console: found, searched, filtered, late."""

from datetime import timedelta

import pytest

from knowledge.feedback.states import CaseState
from tests.bot.console.cases.desk import LEAD, OFFICER, does, state
from tests.fakes.casework import MATTER
from tests.fakes.console import ConsoleSite


def test_an_officer_finds_the_case_and_takes_it(site: ConsoleSite) -> None:
    code = site.ward.open()
    browser = site.officer(OFFICER)
    inbox = browser.get("/can-bo").text
    assert str(code) in inbox
    assert "chưa ai" in inbox
    assert "Anh/chị đã nhận phản ánh" in does(browser, code, "claim")
    assert state(site, code) == CaseState.ASSIGNED
    assert "<b>tôi</b>" in browser.get("/can-bo").text


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("den duong hoa sua", True),
        ("ĐÈN", True),
        ("rác", False),
        ("PA-261123-001", True),
        ("pa-261123", True),
        ("PA-261123-002", False),
    ],
)
def test_the_search_reads_words_without_marks_and_references(
    site: ConsoleSite, question: str, found: bool
) -> None:
    site.ward.open()
    page = site.officer(OFFICER).get(f"/can-bo?tim={question}")
    assert (MATTER[:20] in page.text) is found


def test_lists_and_filters_count_and_show_the_same(site: ConsoleSite) -> None:
    first, second = site.ward.open(), site.ward.open(matter="Rác tràn ở hẻm 5")
    lead = site.officer(LEAD)
    does(lead, second, "claim")
    mine = lead.get("/can-bo?ds=mine").text
    assert str(second) in mine
    assert str(first) not in mine
    assert str(first) in lead.get("/can-bo?ds=new").text
    assert str(first) not in lead.get("/can-bo?loai=conduct").text
    assert str(first) in lead.get("/can-bo?dv=do_thi").text
    assert "Chưa ai nhận <b>1</b>" in mine


def test_what_is_late_stands_in_its_list_and_what_waits_does_not(site: ConsoleSite) -> None:
    late, waiting = site.ward.open(), site.ward.open()
    officer = site.officer(OFFICER)
    does(officer, waiting, "ask", noi_dung="Đèn ở số nhà nào ạ?")
    site.ward.move_to(site.ward.clock.now() + timedelta(days=30))
    page = site.officer(OFFICER).get("/can-bo?ds=late").text
    assert str(late) in page
    assert str(waiting) not in page
    assert "quá hạn" in page
