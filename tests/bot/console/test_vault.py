"""Who holds the key to reporters' names, in the console."""

import re

import pytest
from httpx2 import Response

from bot.web.ports import WebSettings
from handlers.store import key_holders
from handlers.ward import ward_of
from knowledge.commune import CommuneStage
from knowledge.feedback.codes import CaseCode
from tests.fakes.casework import COMMUNE
from tests.fakes.console import Browser, ConsoleSite

HEAD, REVIEWER = "Đầu Mẫu", "Soát Mẫu"
PAGE = "/can-bo/niem-phong"
PHRASE, OTHERS = "mưa rơi trên mái ngói", "thuyền về bến lúc chiều"
WHO = ("Nguyễn Văn Thử", "0912 345 678")


def sits(site: ConsoleSite, who: str, days: int = 4) -> Browser:
    """An officer signed in, their app set up days ago."""
    browser = site.officer(who)
    if who not in site.secrets:
        browser.sets_up()
    site.clock.move(days=days)
    return site.officer(who)


def does(browser: Browser, act: str, **fields: str) -> Response:
    """A form of the page with a fresh code."""
    browser.site.clock.move(seconds=31)
    browser.secret = browser.site.secrets[browser.who]
    return browser.post(f"{PAGE}/{act}", PAGE, ma=browser.code(), **fields)


def enrols(browser: Browser, phrase: str = PHRASE) -> Response:
    page = does(browser, "lap", mat_khau_moi=phrase, nhac_lai=phrase)
    assert "Đã lập khoá niêm phong" in page.text
    return page


def opens(browser: Browser, code: CaseCode, phrase: str) -> str:
    """The case's form; `mat_khau` only where it asks for one."""
    browser.site.clock.move(seconds=31)
    browser.secret = browser.site.secrets[browser.who]
    case = f"/can-bo/phan-anh/{code}"
    given = {"ly_do": "Gọi hẹn đo đạc", "ma": browser.code(), "mat_khau": phrase}
    return browser.post(f"{case}/unlock", case, **given).text


def test_a_head_enrols_and_opens_a_name_with_the_passphrase(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=WHO)
    head = sits(site, HEAD)
    assert "Chưa lập khoá" in head.get(PAGE).text
    assert 'name="mat_khau"' not in head.get(f"/can-bo/phan-anh/{code}").text
    page = enrols(head).text
    assert "không để người quản trị máy giữ" in " ".join(page.split())
    assert re.search(r'class="phrase">\w+( \w+){11}<', page)
    assert "phrase" not in head.get(PAGE).text

    assert 'name="mat_khau"' in head.get(f"/can-bo/phan-anh/{code}").text
    wrong = opens(head, code, "không phải câu này")
    assert "Mật khẩu mở niêm phong không đúng" in wrong
    assert WHO[0] not in wrong
    assert WHO[0] in opens(head, code, PHRASE)
    for watcher in (HEAD, REVIEWER):
        assert any("Mở niêm phong" in one for one in site.ward.told(watcher))


def test_a_name_opens_after_five_wrong_passphrases_only_later(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=WHO)
    head = sits(site, HEAD)
    enrols(head)
    for _ in range(5):
        opens(head, code, "không phải câu này")
    assert "tạm khoá" in opens(head, code, PHRASE)
    site.clock.move(minutes=16)
    assert WHO[0] in opens(head, code, PHRASE)


def test_the_reviewer_asks_reads_a_code_and_is_let_in(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=WHO)
    head = sits(site, HEAD)
    enrols(head)
    reviewer = sits(site, REVIEWER)
    asked = does(reviewer, "xin", mat_khau_moi=OTHERS, nhac_lai=OTHERS).text
    told = re.findall(r"[A-Z0-9]{5}-[A-Z0-9]{5}", asked)[0]
    assert told in reviewer.get(PAGE).text
    assert "Chưa giữ khoá" in opens(reviewer, code, OTHERS)

    head = site.officer(HEAD)
    assert told not in head.get(PAGE).text  # it is heard, not read off
    given = {"nguoi": str(site.ward.officers[REVIEWER].id), "mat_khau": PHRASE}
    assert "không khớp" in does(head, "cho-vao", doi_chieu="AAAAA-BBBBB", **given).text
    assert "Đã cho cùng giữ khoá" in does(head, "cho-vao", doi_chieu=told, **given).text
    assert WHO[0] in opens(site.officer(REVIEWER), code, OTHERS)
    head = site.officer(HEAD)
    assert "Đã xin giữ khoá" in does(head, "xin", mat_khau_moi=OTHERS, nhac_lai=OTHERS).text
    assert "đang chờ cho vào" in head.get(PAGE).text


def test_a_sole_holder_loses_no_copy_by_asking_again(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=WHO)
    head = sits(site, HEAD)
    enrols(head)
    assert f'action="{PAGE}/xin"' not in head.get(PAGE).text
    assert WHO[0] in opens(head, code, PHRASE)


def test_key_passphrase_and_envelope_are_changed(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=WHO)
    head = sits(site, HEAD)
    enrols(head)
    assert "niêm phong lại 1 tên" in does(head, "doi-khoa", mat_khau=PHRASE).text
    changed = {"mat_khau": PHRASE, "mat_khau_moi": OTHERS, "nhac_lai": OTHERS}
    assert "Đã đổi mật khẩu" in does(head, "mat-khau", **changed).text
    made = does(head, "phong-bi", mat_khau=OTHERS).text
    envelope = re.findall(r'class="phrase">([^<]+)<', made)[0]
    assert WHO[0] in opens(head, code, OTHERS)

    reviewer = sits(site, REVIEWER)
    words = {"cum_tu": envelope, "mat_khau_moi": PHRASE, "nhac_lai": PHRASE}
    assert "Đã giữ khoá" in does(reviewer, "mo-phong-bi", **words).text
    assert WHO[0] in opens(reviewer, code, PHRASE)


def test_a_head_of_a_live_ward_is_asked_to_enrol(site: ConsoleSite) -> None:
    asked = "chưa niêm phong bằng khoá"
    assert asked not in sits(site, HEAD).get("/can-bo").text
    live = COMMUNE.model_copy(update={"stage": CommuneStage.LIVE})
    site.served = ward_of(live)
    site.serve(WebSettings())
    head = site.officer(HEAD)
    assert asked in head.get("/can-bo").text
    assert asked not in site.officer("Phụ Mẫu").get("/can-bo").text
    enrols(head)
    assert asked not in head.get("/can-bo").text


def test_nothing_typed_makes_a_passphrase_shown_once(site: ConsoleSite) -> None:
    code = site.ward.open(sealed=WHO)
    head = sits(site, HEAD)
    made, envelope = re.findall(r'class="phrase">([^<]+)<', enrols(head, "").text)
    assert (len(made.split()), len(envelope.split())) == (8, 12)
    assert WHO[0] in opens(head, code, made)


@pytest.mark.parametrize(
    ("new", "again", "why"),
    [("ngắn", "ngắn", "ít nhất 12 chữ"), (PHRASE, OTHERS, "không giống nhau")],
)
def test_a_passphrase_not_to_trust_enrols_nothing(
    site: ConsoleSite, new: str, again: str, why: str
) -> None:
    page = does(sits(site, HEAD), "lap", mat_khau_moi=new, nhac_lai=again)
    assert why in page.text
    assert new not in page.text
    with site.store.read() as work:
        assert key_holders.ward_key(work, site.ward.key) is None


@pytest.mark.parametrize("who", ["Bạch Mẫu", "Phụ Mẫu", "Quản Mẫu"])
def test_nobody_else_sees_the_page(site: ConsoleSite, who: str) -> None:
    browser = site.officer(who)
    assert browser.get(PAGE).status_code == 404
    assert PAGE not in browser.get("/can-bo/tai-khoan").text


def test_an_app_set_up_just_now_turns_no_key(site: ConsoleSite) -> None:
    head = sits(site, HEAD, days=0)
    enrols(head)
    assert "chưa đủ 3 ngày" in does(head, "doi-khoa", mat_khau=PHRASE).text


def test_a_passphrase_is_not_given_back_when_the_session_is_over(site: ConsoleSite) -> None:
    head = sits(site, HEAD)
    site.clock.move(hours=13)
    given = {"mat_khau": PHRASE, "mat_khau_moi": OTHERS, "nhac_lai": OTHERS, "cum_tu": PHRASE}
    page = head.client.post(f"{PAGE}/doi-khoa", data={**given, "ma": "123456"})
    assert PHRASE not in page.text
    assert OTHERS not in page.text


def test_publishing_asks_for_the_passphrase(site: ConsoleSite) -> None:
    from tests.fakes.casework import GOOD
    from tests.handlers.cases.acting import answers

    code = site.ward.open(sealed=WHO)
    assert answers(site.ward, "Bạch Mẫu", code, words=GOOD).done
    head = sits(site, HEAD)
    enrols(head)
    address = f"/can-bo/phan-anh/{code}/publish"
    plain = {
        "lam": "dang", "da_doc": "1", "cau_hoi": "Đèn đường hỏng.", "tra_loi": "Đã thay đèn.",
    }  # fmt: skip
    assert 'name="mat_khau"' in head.get(address).text
    wrong = head.post(address, address, **plain, mat_khau="không phải câu này").text
    assert "Mật khẩu mở niêm phong không đúng" in wrong
    named = {**plain, "cau_hoi": "Ông Nguyễn Văn Thử hỏi về đèn."}
    assert "tên người gửi" in head.post(address, address, **named, mat_khau=PHRASE).text
    assert "Gỡ công khai" in head.post(address, address, **plain, mat_khau=PHRASE).text
