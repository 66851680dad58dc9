"""A case is answered in the console: previewed, checked, with a reason, beside other officers."""

import html
from datetime import timedelta

import pytest

from handlers.cases import acts
from handlers.cases.acts import Answer
from handlers.commands import AddToCase
from handlers.store import cases
from knowledge.feedback.states import CaseState
from tests.bot.console.cases.desk import LEAD, OFFICER, OTHER, does, path, state
from tests.fakes.casework import GOOD
from tests.fakes.console import ConsoleSite, fields_of


def test_an_answer_is_previewed_checked_and_sent(site: ConsoleSite) -> None:
    code = site.ward.open()
    browser = site.officer(OFFICER)
    vague = does(browser, code, "answer", noi_dung="Chúng tôi sẽ xem xét.")
    assert "Câu trả lời chưa đạt" in vague
    assert "Chúng tôi sẽ xem xét." in vague
    assert state(site, code) == CaseState.RECEIVED
    shown = does(browser, code, "answer", noi_dung=GOOD)
    assert "Người gửi sẽ đọc:" in shown
    assert "chưa đạt" not in shown
    assert "Đã gửi trả lời" in does(browser, code, "answer", noi_dung=GOOD, gui="1")
    assert state(site, code) == CaseState.ANSWERED
    assert GOOD in site.ward.told()[-1]


def test_each_point_is_ticked_below_the_preview(site: ConsoleSite) -> None:
    code = site.ward.open(matter="Đèn đường hẻm 12 hỏng, với lại nắp cống trước trường bể toác")
    shown = does(site.officer(OFFICER), code, "answer", noi_dung=GOOD)
    assert "Đèn đường hẻm 12 hỏng <b>(✓ đã trả lời)</b>" in shown
    assert "nắp cống trước trường bể toác <b>(chưa thấy trả lời)</b>" in shown


def test_a_point_without_an_answer_is_named_before_and_after_it_was_not_sent(
    site: ConsoleSite,
) -> None:
    code = site.ward.open(matter="Đèn đường hẻm 12 hỏng, với lại nắp cống trước trường bể toác")
    browser = site.officer(OFFICER)
    half = "Thưa anh/chị, UBND phường đã thay bóng đèn đường hẻm 12 chiều 24/11, đèn đã sáng."
    for shown in (
        does(browser, code, "answer", noi_dung=half),
        does(browser, code, "answer", noi_dung=half, gui="1"),
    ):
        assert "Ý 2: “với lại nắp cống trước trường bể toác” chưa thấy trả lời" in shown
        assert "Đèn đường hẻm 12 hỏng <b>(✓ đã trả lời)</b>" in shown
    assert state(site, code) == CaseState.RECEIVED


def test_what_the_check_sends_back_leaves_only_with_a_reason(site: ConsoleSite) -> None:
    code = site.ward.open()
    browser = site.officer(OFFICER)
    held = does(browser, code, "answer", noi_dung="Đã sửa đèn.", gui="1")
    assert "chưa đạt" in held
    assert state(site, code) == CaseState.RECEIVED
    does(
        browser, code, "answer", noi_dung="Đã sửa đèn.", gui="1", ly_do_gui="Đã gọi điện giải thích"
    )
    assert state(site, code) == CaseState.ANSWERED
    with site.ward.store.read() as work:
        events = cases.events(work, site.ward.row(code).id)
    assert [(one.act, one.internal) for one in events][-2:] == [
        ("answer", False),
        ("override", True),
    ]


def test_a_late_answer_needs_its_reason(site: ConsoleSite) -> None:
    code = site.ward.open()
    site.ward.move_to(site.ward.clock.now() + timedelta(days=30))
    browser = site.officer(OFFICER)
    assert "ghi lý do trả lời chậm" in does(browser, code, "answer", noi_dung=GOOD)
    assert "quá hạn" in does(browser, code, "answer", noi_dung=GOOD, gui="1")
    assert state(site, code) == CaseState.RECEIVED
    does(browser, code, "answer", noi_dung=GOOD, gui="1", ly_do_cham="Chờ đơn vị điện")
    assert site.ward.row(code).late_reason == "Chờ đơn vị điện"


def test_a_ready_reply_fills_in_what_is_known_and_holds_what_is_not(site: ConsoleSite) -> None:
    code = site.ward.open()
    browser = site.officer(OFFICER)
    page = browser.get(f"{path(code)}?viec=answer&mau=answer_planned").text
    assert "Thưa anh/chị, Tổ Đô thị đã kiểm tra việc [việc được phản ánh]" in page
    left = "Thưa anh/chị, Tổ Đô thị đã kiểm tra đèn đường hẻm 12, xong trước ngày [ngày]. Xin lỗi."
    assert "chưa điền" in does(browser, code, "answer", noi_dung=left, gui="1")
    asked = does(browser, code, "ask", noi_dung="Anh/chị cho biết [chỗ] ạ?")
    assert "chưa điền: [chỗ]" in asked
    sent_on = does(browser, code, "forward", co_quan="[cơ quan]", noi_dung="")
    assert "chưa điền: [cơ quan]" in sent_on
    assert state(site, code) == CaseState.RECEIVED


@pytest.mark.parametrize(
    ("act", "fields", "led", "told"),
    [
        ("ask", {"noi_dung": "Số nhà nào ạ?"}, CaseState.NEEDS_INFO, "Số nhà nào ạ?"),
        ("forward", {"co_quan": "Điện lực", "noi_dung": ""}, CaseState.FORWARDED, "Điện lực"),
    ],
)
def test_words_to_the_sender_leave_with_the_act(
    site: ConsoleSite, act: str, fields: dict[str, str], led: CaseState, told: str
) -> None:
    code = site.ward.open()
    does(site.officer(OFFICER), code, act, **fields)
    assert state(site, code) == led
    assert told in site.ward.told()[-1]


@pytest.mark.parametrize("act", ["ask", "refuse", "forward"])
def test_words_that_tell_of_others_come_back_and_leave_with_a_note(
    site: ConsoleSite, act: str
) -> None:
    code, lead = site.ward.open(), site.officer(LEAD)
    said = "Anh/chị hỏi ông Nguyễn Văn Sáu, số 0905 123 456 nhé ạ."
    shown = does(lead, code, act, co_quan="Điện lực Khu vực 1", noi_dung=said)
    assert "Lời gửi chưa đạt" in shown
    assert "số giấy tờ của người khác" in shown
    assert said in shown
    assert (state(site, code), site.ward.told()) == (CaseState.RECEIVED, [])
    noted = {"noi_dung": said, "ly_do_gui": "ông Sáu đã đồng ý"}
    does(lead, code, act, co_quan="Điện lực Khu vực 1", **noted)
    assert said in site.ward.told()[-1]


@pytest.mark.parametrize("act", ["refuse", "forward"])
def test_late_words_that_end_a_case_say_why(site: ConsoleSite, act: str) -> None:
    code = site.ward.open()
    site.clock.move(days=30)
    lead = site.officer(LEAD)
    fields = {"co_quan": "Điện lực Khu vực 1", "noi_dung": "Việc này thuộc tỉnh ạ."}
    assert "ghi lý do chậm" in does(lead, code, act, **fields)
    assert state(site, code) == CaseState.RECEIVED
    does(lead, code, act, ly_do_cham="chờ xác minh", **fields)
    assert site.ward.row(code).late_reason == "chờ xác minh"


def test_only_who_leads_or_holds_it_refuses_a_case(site: ConsoleSite) -> None:
    code = site.ward.open()
    officer = site.officer(OFFICER)
    assert "Không tiếp nhận</summary>" not in officer.get(path(code)).text
    does(site.officer(LEAD), code, "refuse", noi_dung="Việc này thuộc tỉnh.")
    assert state(site, code) == CaseState.NOT_ACCEPTED


def test_what_was_written_stays_when_somebody_was_faster(site: ConsoleSite) -> None:
    code = site.ward.open()
    two = site.officer(OTHER)
    stale = fields_of(two.get(path(code)).text, f"{path(code)}/answer")
    with site.ward.store.work() as work:
        done = acts.answer(site.ward.doing(work, OFFICER), code, Answer(GOOD))
        work.commit()
    assert done.done
    mine = f"{GOOD} Mời anh/chị báo lại."
    late = two.client.post(f"{path(code)}/answer", data={**stale, "noi_dung": mine, "gui": "1"})
    assert late.status_code == 409
    assert f"{OFFICER} trả lời lúc" in late.text
    assert len([one for one in site.ward.told() if "đã có trả lời" in one]) == 1
    assert "Đã gửi" not in late.text


def test_what_the_sender_adds_is_seen_before_the_answer_leaves(site: ConsoleSite) -> None:
    code = site.ward.open()
    browser = site.officer(OFFICER)
    stale = fields_of(browser.get(path(code)).text, f"{path(code)}/answer")
    site.ward.sends(AddToCase(site.ward.row(code).id, "Đèn số 14 cũng hỏng"))
    sent = {**stale, "noi_dung": GOOD, "gui": "1"}
    held = browser.client.post(f"{path(code)}/answer", data=sent)
    assert "Người gửi bổ sung" in held.text
    assert "Đèn số 14 cũng hỏng" in held.text
    assert html.escape(GOOD) in held.text or GOOD in held.text
    again = fields_of(held.text, f"{path(code)}/answer")
    both = f"{GOOD} Đèn số 14 được thay bóng cùng ngày."
    browser.client.post(f"{path(code)}/answer", data={**again, "noi_dung": both, "gui": "1"})
    assert state(site, code) == CaseState.ANSWERED
