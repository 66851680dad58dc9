"""The chat page without JavaScript: forms, redirects, threads."""

import re

import pytest

from handlers.messages import Inbound, InboundKind
from tests.bot.web.conftest import Site
from tests.fakes.web_desk import BIRTH


def ask(site: Site, text: str, **fields: str) -> str:
    """Post one question as a page without JavaScript does and return the page that follows."""
    response = site.client.post("/tro-chuyen", data={"text": text, **fields})
    assert response.status_code == 200
    return response.text


def nonce_in(page: str) -> str:
    """The nonce of the page's main form."""
    form = page[page.index('id="hoi"') :]
    found = re.search(r'name="nonce" value="([^"]+)"', form)
    assert found
    return found[1]


def test_the_first_page_greets_and_offers_choices(site: Site) -> None:
    page = site.client.get("/").text
    assert "Anh/chị cần làm giấy tờ gì?" in page
    assert page.count('name="action"') == 6


def test_the_suggestions_come_right_after_the_first_words(site: Site) -> None:
    page = site.client.get("/").text
    first, button = page.index("Anh/chị cần làm giấy tờ gì?"), page.index('name="action"')
    assert first < button < page.index("Em chỉ giấy tờ")


def test_the_page_is_vietnamese_and_names_the_commune(site: Site) -> None:
    page = site.client.get("/").text
    assert '<html lang="vi">' in page
    assert "Phường Thử Nghiệm" in page
    assert 'href="tel:0000000003"' in page
    assert "Thứ Hai–Thứ Sáu, sáng Thứ Bảy: 7:00–11:30 và 13:30–17:00" in page


def test_a_posted_question_is_answered_on_the_page_that_follows(site: Site) -> None:
    page = ask(site, "lam giay khai sinh can gi")
    assert "lam giay khai sinh can gi" in page
    assert "Giấy chứng sinh" in page


def test_the_answer_is_reached_by_a_redirect_so_that_reloading_sends_nothing(site: Site) -> None:
    site.client.get("/")
    response = site.client.post("/tro-chuyen", data={"text": "xin chào"}, follow_redirects=False)
    assert response.status_code == 303
    assert response.headers["location"] == "/#moi"


def test_the_thread_is_kept_across_reloads(site: Site) -> None:
    ask(site, "câu thứ nhất")
    ask(site, "câu thứ hai")
    page = site.client.get("/").text
    assert page.index("câu thứ nhất") < page.index("câu thứ hai")


def test_another_browser_sees_nothing_of_the_thread(site: Site) -> None:
    ask(site, "chuyện riêng của tôi")
    site.client.cookies.clear()
    assert "chuyện riêng của tôi" not in site.client.get("/").text


def test_the_same_form_sent_twice_is_one_message(site: Site) -> None:
    nonce = nonce_in(site.client.get("/").text)
    ask(site, "khai sinh", nonce=nonce)
    ask(site, "khai sinh", nonce=nonce)
    assert [one.external_id for one in site.desk.received] == [site.desk.received[0].external_id]


def test_another_question_from_a_page_brought_back_is_not_dropped(site: Site) -> None:
    nonce = nonce_in(site.client.get("/").text)
    ask(site, "khai sinh", nonce=nonce)
    ask(site, "kết hôn", nonce=nonce)
    assert site.desk.texts() == ["khai sinh", "kết hôn"]


def test_a_tapped_choice_arrives_as_its_action(site: Site) -> None:
    ask(site, "khai sinh")
    site.client.post("/tro-chuyen", data={"action": f"p:{BIRTH}:fee", "nonce": "0123456789"})
    assert site.desk.received[-1].kind is InboundKind.TAP
    assert site.desk.received[-1].action == f"p:{BIRTH}:fee"


def test_a_tapped_choice_is_shown_by_its_label(site: Site) -> None:
    ask(site, "khai sinh")
    page = site.client.post("/tro-chuyen", data={"action": f"p:{BIRTH}:fee"}).text
    assert '<p class="sr">Anh/chị:</p><p>Lệ phí</p>' in page


def test_a_deep_link_shows_the_card_and_stores_nothing(site: Site) -> None:
    page = site.client.get(f"/?thu-tuc={BIRTH}").text
    assert "Giấy chứng sinh" in page
    assert site.desk.received == []


def test_the_first_question_after_a_deep_link_carries_its_subject(site: Site) -> None:
    page = site.client.get(f"/?thu-tuc={BIRTH}").text
    assert 'name="start" value="p_1-001193"' in page
    ask(site, "lệ phí?", start="p_1-001193")
    kinds = [(one.kind, one.text) for one in site.desk.received]
    assert kinds == [(InboundKind.START, "p_1-001193"), (InboundKind.TEXT, "lệ phí?")]


@pytest.mark.parametrize("code", ["9.999999", "1.001193.H38", "<script>", "1-001193"])
def test_a_deep_link_to_nothing_is_the_plain_page_that_says_so(site: Site, code: str) -> None:
    response = site.client.get("/", params={"thu-tuc": code})
    assert response.status_code == 200
    assert "Liên kết anh/chị vừa mở đã cũ hoặc không còn dùng được" in response.text
    assert "đã cũ" not in site.client.get("/", params={"thu-tuc": BIRTH}).text
    assert "Giấy chứng sinh" not in response.text
    assert "<script>" not in response.text


def test_a_question_in_the_link_waits_in_the_box(site: Site) -> None:
    page = site.client.get("/?hoi=l%C3%A0m+khai+sinh").text
    assert ">\nlàm khai sinh</textarea>" in page
    assert site.desk.received == []


def test_a_late_answer_is_announced_and_shown_on_reload(site: Site) -> None:
    site.desk.holds = True
    page = ask(site, "khai sinh")
    assert "Em đang tìm câu trả lời" in page
    site.client.portal.call(site.desk.release)  # type: ignore[union-attr]
    page = site.client.get("/").text
    assert "Giấy chứng sinh" in page
    assert "Em đang tìm" not in page


def test_erasing_asks_first_and_then_forgets(site: Site) -> None:
    ask(site, "chuyện cần xoá")
    assert "Xoá cuộc trò chuyện này?" in site.client.get("/tro-chuyen/xoa").text
    assert len(site.desk.entries) == 1
    page = site.client.post("/tro-chuyen/xoa", data={"chac": "co"}).text
    assert "Đã xoá cuộc trò chuyện" in page
    assert "chuyện cần xoá" not in page
    assert not any(site.desk.entries.values())


def test_erasing_begins_a_new_thread_under_a_new_cookie(site: Site) -> None:
    ask(site, "một")
    before = site.client.cookies["motcua"]
    site.client.post("/tro-chuyen/xoa", data={"chac": "co"})
    assert site.client.cookies["motcua"] != before


def test_a_browser_without_cookies_is_told_why_its_thread_is_empty(site: Site) -> None:
    site.client.cookies.clear()
    assert "đang chặn cookie" in site.client.get("/?moi=1").text


def test_reloading_the_address_of_a_refused_form_leads_to_the_chat(site: Site) -> None:
    response = site.client.get("/tro-chuyen", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/")


def test_only_a_hash_of_the_cookie_reaches_the_desk(site: Site) -> None:
    ask(site, "khai sinh")
    token = site.client.cookies["motcua"]
    told = repr(site.desk.received[0])
    assert token not in told
    assert len(site.desk.received[0].address.contact) == 64


def test_the_script_gets_a_short_answer_at_once(site: Site) -> None:
    site.desk.holds = True
    response = site.client.post(
        "/tro-chuyen", data={"text": "khai sinh"}, headers={"Accept": "application/json"}
    )
    assert (response.status_code, response.json()) == (202, {"ok": True})


def test_a_long_thread_shows_its_newest_part_and_leads_to_the_rest(site: Site) -> None:
    for n in range(60):
        site.clock.passes(60)
        ask(site, f"câu hỏi số {n}")
    page = site.client.get("/").text
    assert len(page.encode()) < 60_000
    assert "câu hỏi số 59" in page
    assert "câu hỏi số 0<" not in page
    assert "câu hỏi số 0<" in site.client.get("/?tat-ca=1").text


def test_a_stored_question_is_no_error_though_its_answer_cannot_be_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = site.desk.submit

    async def then_break(inbound: Inbound) -> None:
        await submit(inbound)
        site.desk.broken = True

    monkeypatch.setattr(site.desk, "submit", then_break)
    response = site.client.post("/tro-chuyen", data={"text": "x"}, follow_redirects=False)
    assert response.status_code == 303
