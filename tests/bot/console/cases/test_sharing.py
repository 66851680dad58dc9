"""A case goes from hand to hand: notes, colleagues, marks, joining, the name behind it."""

from handlers.commands import RateCase
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.bot.console.cases.desk import HEAD, LEAD, OFFICER, OTHER, does, path, state
from tests.fakes.casework import GOOD
from tests.fakes.console import ConsoleSite, fields_of
from tests.fakes.photos import photo


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


def test_a_likely_duplicate_is_shown_and_joined_by_hand(site: ConsoleSite) -> None:
    first = site.ward.open()
    second = site.ward.open(matter="hem 12 hoa sua toi thui, den chay roi chua ai thay")
    lead, officer = site.officer(LEAD), site.officer(OFFICER)
    joining = f"{path(second)}?viec=join&amp;ma_khac={first}#join"
    page = lead.get(path(second)).text
    assert "Có thể trùng" in page
    assert joining in page
    assert joining not in officer.get(path(second)).text  # who may not join only reads of it
    older = lead.get(path(first)).text
    assert f'href="{path(second)}"' in older
    assert "Gộp vào" not in older  # the later one is joined to the first, not the first to it
    opened = lead.get(f"{path(second)}?viec=join&ma_khac={first}").text
    assert '<details id="join" open>' in opened
    assert f'value="{first}"' in opened
    assert state(site, second) == CaseState.RECEIVED


def test_who_reported_is_opened_with_a_reason_and_a_fresh_code(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=("Nguyễn Văn Thử", "0912 345 678"))
    head = site.officer(HEAD)
    assert "Nguyễn Văn Thử" not in head.get(path(code)).text
    site.ward.clock.move(seconds=31)
    young = does(head, code, "unlock", ly_do="Gọi hẹn đo đạc", ma=head.code())
    assert "chưa đủ 3 ngày" in young
    assert "Nguyễn Văn Thử" not in young
    assert "vừa cài mã xác nhận mới" in site.ward.told("Soát Mẫu")[-1]
    site.ward.clock.move(days=3)
    head = site.officer(HEAD)
    used = does(head, code, "unlock", ly_do="Gọi hẹn đo đạc", ma=head.code())
    assert "không đúng hoặc đã dùng" in used
    site.ward.clock.move(seconds=31)
    assert "ghi lý do" in does(head, code, "unlock", ly_do=" ", ma=head.code())
    opened = does(head, code, "unlock", ly_do="Gọi hẹn đo đạc", ma=head.code())
    assert "Nguyễn Văn Thử" in opened
    assert "0912 345 678" in opened
    for watcher in (HEAD, "Soát Mẫu"):
        assert any("Mở niêm phong" in one for one in site.ward.told(watcher))
    assert "mở tên người gửi" in head.get(path(code)).text
    assert "Nguyễn Văn Thử" not in head.get(path(code)).text


def test_a_complaint_seen_in_the_console_is_pointed_to_its_law(site: ConsoleSite) -> None:
    code = site.ward.open(matter="Ông Tư ở tổ 4 làm việc khuất tất")
    lead = site.officer(LEAD)
    assert "loai_don" in lead.get(path(code)).text
    does(lead, code, "route", loai="service")
    assert site.ward.row(code).matter is not None
    page = does(lead, code, "route", loai="complaint")
    assert "chỉ người gửi nơi nộp đơn" in page
    assert state(site, code) == CaseState.ROUTED
    assert lead.get(path(code)).status_code == 404
    left = site.officer(HEAD).get(path(code)).text
    assert "Đã chuyển theo luật" in left
    assert "Ông Tư" not in left


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
