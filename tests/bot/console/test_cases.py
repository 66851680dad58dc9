"""The inbox and a case in the console: read, claimed, asked about, answered, handed over."""

import html
from datetime import timedelta

import pytest

from handlers.cases import acts
from handlers.cases.acts import Answer
from handlers.commands import AddToCase, RateCase
from handlers.store import cases
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.fakes.casework import GOOD, MATTER
from tests.fakes.console import Browser, ConsoleSite, fields_of
from tests.fakes.photos import photo

OFFICER, OTHER, LEAD, HEAD = "Bạch Mẫu", "Cường Mẫu", "Phụ Mẫu", "Đầu Mẫu"


def path(code: CaseCode) -> str:
    return f"/can-bo/phan-anh/{code}"


def does(browser: Browser, code: CaseCode, act: str, **fields: str) -> str:
    page = browser.post(f"{path(code)}/{act}", path(code), **fields)
    return html.unescape(page.text)


def state(site: ConsoleSite, code: CaseCode) -> str:
    return str(site.ward.row(code).state)


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


def test_only_who_leads_or_holds_it_refuses_a_case(site: ConsoleSite) -> None:
    code = site.ward.open()
    officer = site.officer(OFFICER)
    assert "Không tiếp nhận</summary>" not in officer.get(path(code)).text
    does(site.officer(LEAD), code, "refuse", noi_dung="Việc này thuộc tỉnh.")
    assert state(site, code) == CaseState.NOT_ACCEPTED


def test_a_note_is_read_by_colleagues_and_never_by_the_sender(site: ConsoleSite) -> None:
    code = site.ward.open()
    does(site.officer(OFFICER), code, "note", noi_dung="Đã gọi tổ điện <i>")
    page = site.officer(LEAD).get(path(code)).text
    assert "Đã gọi tổ điện &lt;i&gt;" in page
    assert "nội bộ" in page
    assert not any("tổ điện" in one for one in site.ward.told())


def test_a_case_is_handed_to_a_colleague_who_may_see_it(site: ConsoleSite) -> None:
    code = site.ward.open(
        FeedbackKind.CONDUCT, "Cô Bạch Mẫu nói trống không", about=About.OFFICER, person=OFFICER
    )
    head = site.officer(HEAD)
    page = head.get(path(code)).text
    options = page[page.index('id="chuyen"') :].split("</select>")[0]
    assert OFFICER not in options
    assert LEAD in options
    assert OTHER not in options  # below the person it is about
    does(head, code, "assign", can_bo=str(site.ward.officers["Dung Mẫu"].id))
    assert site.ward.row(code).officer == site.ward.officers["Dung Mẫu"].id
    forced = does(head, code, "assign", can_bo=str(site.ward.officers[OFFICER].id))
    assert "không được xem" in forced


def test_of_two_officers_one_wins_and_the_other_is_told_who(site: ConsoleSite) -> None:
    code = site.ward.open()
    one, two = site.officer(OFFICER), site.officer(OTHER)
    stale = fields_of(two.get(path(code)).text, f"{path(code)}/claim")
    does(one, code, "claim")
    late = two.client.post(f"{path(code)}/claim", data=stale)
    assert late.status_code == 409
    assert f"{OFFICER} nhận việc lúc 08:00" in late.text
    assert site.ward.row(code).officer == site.ward.officers[OFFICER].id


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
    browser.client.post(f"{path(code)}/answer", data={**again, "noi_dung": GOOD, "gui": "1"})
    assert state(site, code) == CaseState.ANSWERED


def test_the_reviewer_marks_whom_it_is_about_and_the_person_loses_it(site: ConsoleSite) -> None:
    code = site.ward.open(matter="Cô ở quầy 3 nói trống không")
    officer = site.officer(OFFICER)
    does(officer, code, "claim")
    does(site.officer("Soát Mẫu"), code, "mark", can_bo=str(site.ward.officers[OFFICER].id))
    assert officer.get(path(code)).status_code == 404
    assert str(code) not in officer.get("/can-bo").text


def test_a_case_marked_away_from_its_marker_leads_to_the_list(site: ConsoleSite) -> None:
    code = site.ward.open()
    lead = site.officer(LEAD)
    does(lead, code, "claim")
    page = lead.post(f"{path(code)}/assign", path(code), can_bo=str(site.ward.officers[OTHER].id))
    assert "Đã chuyển phản ánh" in page.text


def test_another_kind_and_joining_leave_their_trace(site: ConsoleSite) -> None:
    first, second = site.ward.open(), site.ward.open()
    lead = site.officer(LEAD)
    page = does(lead, first, "reclassify", loai="service")
    assert "đổi loại: Việc ở khu phố" in page
    assert "Chỗ chờ, quầy, trang web" in page
    does(lead, second, "join", ma_khac=str(first))
    assert state(site, second) == CaseState.JOINED
    assert f'href="{path(first)}"' in lead.get(path(second)).text


def test_who_reported_is_opened_with_a_reason_and_a_fresh_code(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=("Nguyễn Văn Thử", "0912 345 678"))
    head = site.officer(HEAD)
    assert "Nguyễn Văn Thử" not in head.get(path(code)).text
    used = does(head, code, "unlock", ly_do="Gọi hẹn đo đạc", ma=head.code())
    assert "không đúng hoặc đã dùng" in used
    site.ward.clock.move(seconds=31)
    assert "ghi lý do" in does(head, code, "unlock", ly_do=" ", ma=head.code())
    opened = does(head, code, "unlock", ly_do="Gọi hẹn đo đạc", ma=head.code())
    assert "Nguyễn Văn Thử" in opened
    assert "0912 345 678" in opened
    assert "Mở niêm phong" in site.ward.told("Soát Mẫu")[-1]
    assert "mở tên người gửi" in head.get(path(code)).text
    assert "Nguyễn Văn Thử" not in head.get(path(code)).text


def test_without_a_second_factor_nobody_opens_a_name(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=("Nguyễn Văn Thử", ""))
    reviewer = site.officer("Soát Mẫu")
    page = reviewer.get(path(code)).text
    assert "Cài mã xác nhận" in page
    assert "Nguyễn Văn Thử" not in does(reviewer, code, "unlock", ly_do="x y", ma="123456")


def test_no_officer_learns_how_they_were_rated(site: ConsoleSite) -> None:
    code = site.ward.open()
    browser = site.officer(OFFICER)
    does(browser, code, "answer", noi_dung=GOOD, gui="1")
    before = browser.get(path(code)).text
    site.ward.sends(RateCase(site.ward.row(code).id, solved=True, score=1))
    assert browser.get(path(code)).text == before


def test_pictures_are_shown_to_who_may_see_the_case_only(site: ConsoleSite) -> None:
    code = site.ward.open()
    site.encloses(code, photo("PA"), "hẻm.jpg", "image/jpeg")
    site.encloses(code, b"%PDF-1.7 x", "don.pdf", "application/pdf")
    page = site.officer(OFFICER).get(path(code)).text
    assert f'<img src="{path(code)}/tep/0"' in page
    picture = site.officer(OFFICER).get(f"{path(code)}/tep/0")
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.headers["cache-control"] == "no-store"
    saved = site.officer(OFFICER).get(f"{path(code)}/tep/1")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].startswith("attachment")
    assert site.officer("Quản Mẫu").get(f"{path(code)}/tep/0").status_code == 404
    assert site.officer(OFFICER).get(f"{path(code)}/tep/2").status_code == 404


def test_a_walk_in_is_written_down_with_a_reference_and_a_secret(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    fields = {"noi_dung": "Đèn hẻm 9 hỏng", "loai": "local_matter", "ho_ten": "Trần Thử"}
    page = browser.post("/can-bo/nhap-ho", "/can-bo/nhap-ho", **fields).text
    assert "PA-261123-001" in page
    assert "Mã tra cứu" in page
    with site.ward.store.read() as work:
        row = cases.by_code(work, CaseCode("phuong-mau", site.ward.clock.now().date(), 1))
    assert row is not None
    assert row.matter == "Đèn hẻm 9 hỏng"


def test_a_walk_in_sent_twice_opens_one_case(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    hidden = fields_of(browser.get("/can-bo/nhap-ho").text, "/can-bo/nhap-ho")
    fields = {**hidden, "noi_dung": "Đèn hẻm 9 hỏng", "loai": "local_matter"}
    first = browser.client.post("/can-bo/nhap-ho", data=fields).text
    second = browser.client.post("/can-bo/nhap-ho", data=fields).text
    assert first == second
    assert "PA-261123-002" not in browser.get("/can-bo").text


def test_a_denunciation_at_the_desk_is_pointed_away_and_not_kept(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    words = "Tôi tố cáo ông phó phòng nhận hối lộ 5 triệu"
    fields = {"noi_dung": words, "loai": "conduct"}
    page = browser.post("/can-bo/nhap-ho", "/can-bo/nhap-ho", **fields)
    assert page.status_code == 422
    assert "không ghi ở đây" in page.text
    assert words not in page.text
    assert "PA-" not in browser.get("/can-bo").text
