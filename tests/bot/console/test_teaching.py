"""Questions in the console: a phrase or a card is proposed, tested, let live, taken back."""

import re
from datetime import timedelta

import pytest

from handlers.cases.acts import Answer, answer
from handlers.cases.card_teaching import judged
from handlers.cases.teaching_page import LISTED
from handlers.wording.teaching import PHRASES, TAUGHT
from knowledge.catalogue_store import answer_cards, upgrade_shipped
from knowledge.catalogue_store.aliases import AliasState, aliases, propose
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.loading import load_procedures
from tests.fakes.casework import KEY
from tests.fakes.console import Browser, ConsoleSite, fields_of

QUESTIONS = "/can-bo/cau-hoi"
MATTER = "mượn bàn ghế của phường"
PLAIN = "Anh/chị đăng ký ở quầy 3 trước 5 ngày làm việc, không thu tiền."
LEAD, HEAD, REVIEWER, OFFICER, ADMIN = "Phụ Mẫu", "Đầu Mẫu", "Soát Mẫu", "Bạch Mẫu", "Quản Mẫu"


def answered(site: ConsoleSite, words: str = PLAIN) -> CaseCode:
    code = site.ward.open(FeedbackKind.QUESTION, MATTER, sealed=("Lê Thị Nụ", "0905123456"))
    with site.store.work() as work:
        assert answer(site.ward.doing(work, LEAD), code, Answer(words, "người hỏi cần ngay")).done
        work.commit()
    return code


def cards(site: ConsoleSite) -> list[answer_cards.Card]:
    with site.store.read() as work:
        return list(answer_cards.cards(work.session, KEY))


def drafts(browser: Browser, code: CaseCode, **fields: str) -> str:
    until = (browser.site.clock.now().date() + timedelta(days=30)).isoformat()
    given = {
        "tieu_de": "Mượn bàn ghế",
        "cach_hoi": MATTER,
        "noi_dung": PLAIN,
        "xem_lai": until,
        "lam": "ghi",
    }
    page = f"{QUESTIONS}/{code}"
    return browser.post(f"{page}/the", page, **{**given, **fields}).text


def sets(browser: Browser, what: str, number: int, act: str) -> str:
    return browser.post(f"{QUESTIONS}/{what}/{number}/{act}", QUESTIONS).text


def test_an_answered_question_becomes_a_card_and_is_taken_back(site: ConsoleSite) -> None:
    code, open_one = answered(site), site.ward.open(FeedbackKind.QUESTION, "hỏi việc khác")
    browser = site.officer(LEAD)
    listed = browser.get(QUESTIONS).text
    assert MATTER in listed
    assert "trả lời trước" in listed
    assert browser.get(f"{QUESTIONS}/{open_one}").status_code == 404
    assert "Người dân sẽ đọc" in drafts(browser, code, lam="xem")
    assert cards(site) == []
    assert TAUGHT["ghi"] in drafts(browser, code)
    assert TAUGHT["thu"] in sets(browser, "the", 1, "thu")
    assert browser.get(f"{QUESTIONS}/dang-thu").json()["state"] == "1"
    with site.store.work() as work:
        judged(work, KEY, cards(site)[0], "giành mất 1 câu", site.clock.now())
        work.commit()
    assert "Chưa đạt: giành mất 1 câu" in browser.get(QUESTIONS).text
    assert TAUGHT["dung"] in sets(browser, "the", 1, "dung")
    with site.store.work() as work:
        judged(work, KEY, cards(site)[0], "", site.clock.now())
        work.commit()
    assert cards(site)[0].state is AliasState.LIVE
    page = browser.get(f"{QUESTIONS}/the/1").text
    assert PLAIN in page
    assert "Phụ Mẫu trả lời ngày" in page
    assert TAUGHT["thoi"] in sets(browser, "the", 1, "thoi")
    assert cards(site)[0].state is AliasState.REVOKED


def test_what_may_name_somebody_stands_before_the_card(site: ConsoleSite) -> None:
    code = answered(site, f"{PLAIN} Thưa bà Lê Thị Nụ.")
    browser = site.officer(LEAD)
    said = drafts(browser, code, noi_dung=f"{PLAIN} Thưa bà Lê Thị Nụ.", giu="Lê Thị Nụ")
    assert "bắt buộc bỏ" in said
    other = f"{PLAIN} Hỏi chị Trần Thị Bưởi."
    assert "Chưa ghi" in drafts(browser, code, noi_dung=other)
    assert "chưa điền" in drafts(browser, code, noi_dung=f"{PLAIN} Ngày […]")
    assert "trong vòng một năm" in drafts(browser, code, xem_lai="2099-01-01")
    assert cards(site) == []
    assert TAUGHT["ghi"] in drafts(browser, code, noi_dung=other, giu="Trần Thị Bưởi")
    assert cards(site)[0].kept == ("Trần Thị Bưởi",)


def test_a_phrase_is_proposed_by_name_or_code(site: ConsoleSite) -> None:
    with site.store.work() as work:
        upgrade_shipped(work.session, load_procedures(), site.clock.now())
        work.commit()
    code = answered(site)
    browser, page = site.officer(LEAD), f"{QUESTIONS}/{code}"

    def says(**fields: str) -> str:
        return browser.post(f"{page}/cach-noi", page, **fields).text

    assert "không tìm thấy thủ tục" in says(tim="xyz", cach_noi="vô sổ bộ cho em bé")
    assert "chữ), không có tên" in says(tim="1.001193", cach_noi="gọi 0905 123 456")
    assert "(1.001193)" in says(tim="dang ky khai sinh", cach_noi="vô sổ bộ cho em bé")
    assert TAUGHT["ghi"] in says(tim="1.001193", cach_noi="vô sổ bộ cho em bé")
    assert "đã có" in says(tim="1.001193", cach_noi="vô sổ bộ cho em bé")
    assert TAUGHT["dung"] in sets(browser, "cach-noi", 1, "dung")
    assert TAUGHT["thoi"] in sets(browser, "cach-noi", 1, "thoi")
    with site.store.read() as work:
        assert [one.state for one in aliases(work.session)] == ["revoked"]


def test_long_lists_are_read_page_by_page(site: ConsoleSite) -> None:
    with site.store.work() as work:
        for number in range(LISTED + 2):
            propose(work.session, "1.001193", f"vô sổ kiểu {number}", LEAD, site.clock.now())
        work.commit()
    browser = site.officer(LEAD)

    def listed(query: str) -> list[str]:
        return re.findall(r'class="what">(vô sổ kiểu \d+)<', browser.get(QUESTIONS + query).text)

    newest = [f"vô sổ kiểu {number}" for number in reversed(range(LISTED + 2))]
    first = browser.get(QUESTIONS).text
    assert f"{PHRASES}: {LISTED + 2}" in first
    assert "Trang 1 / 2" in first
    assert 'href="/can-bo/cau-hoi?cach-noi=2#cach-noi"' in first
    assert listed("") == listed("?cach-noi=0") == listed("?cach-noi=x") == newest[:LISTED]
    assert listed("?the=2") == newest[:LISTED]
    assert listed("?cach-noi=2") == listed("?cach-noi=99") == newest[LISTED:]


@pytest.mark.parametrize("who", [OFFICER, ADMIN, REVIEWER, HEAD])
def test_roles_decide_who_teaches_and_who_lets_it_live(site: ConsoleSite, who: str) -> None:
    """An officer teaches what they may see; a reviewer too; only lead and head let it live."""
    code = answered(site)
    drafts(site.officer(LEAD), code)
    browser = site.officer(who)
    teaches, leads = who != ADMIN, who == HEAD
    assert (browser.get(QUESTIONS).status_code == 200) is teaches
    sees = who in {HEAD, REVIEWER}
    assert (browser.get(f"{QUESTIONS}/{code}").status_code == 200) is sees
    hidden = {"_csrf": _token(browser)}
    for act in ("dung", "thoi"):
        before = cards(site)[0].state
        done = browser.client.post(f"{QUESTIONS}/the/1/{act}", data=hidden)
        assert (done.status_code == 200) is leads, act
        assert (cards(site)[0].state != before) is leads


def _token(browser: Browser) -> str:
    return fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra")["_csrf"]
