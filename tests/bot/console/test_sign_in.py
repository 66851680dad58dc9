"""Into the console: one-time codes, sessions, the second factor, and out again."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.web.ports import WebSettings
from handlers import second_factor, sign_in, staffing
from handlers.officers import Role
from handlers.store.purging import purge_some
from tests.fakes.console import ConsoleSite, fields_of

OFFICER, HEAD, ADMIN = "Bạch Mẫu", "Đầu Mẫu", "Quản Mẫu"
ACCOUNT = "/can-bo/tai-khoan"


def rows(site: ConsoleSite, query: str) -> list[tuple[object, ...]]:
    with site.ward.store.read() as work:
        return [tuple(row) for row in work.run(text(query)).all()]


def signed_in(page: str) -> bool:
    return "Thoát trên mọi máy" in page


def test_a_code_opens_the_console_for_its_officer(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    page = browser.get(ACCOUNT)
    assert signed_in(page.text)
    assert OFFICER in page.text


def test_a_code_is_good_once(site: ConsoleSite) -> None:
    code = site.link(OFFICER)
    assert site.browser().client.post("/can-bo/vao", data={"ma": code}).status_code == 200
    again = site.browser().client.post("/can-bo/vao", data={"ma": code})
    assert again.status_code == 403
    assert "đã dùng" in again.text


def test_looking_at_a_link_spends_nothing(site: ConsoleSite) -> None:
    code, preview = site.link(OFFICER), site.browser()
    for method in ("GET", "HEAD"):
        assert preview.client.request(method, f"/can-bo/vao/{code}").status_code == 200
    page = preview.get(f"/can-bo/vao/{code}").text
    assert OFFICER not in page
    assert f'value="{code}"' in page
    assert preview.client.post("/can-bo/vao", data={"ma": code}).status_code == 200


def test_a_code_typed_by_hand_in_small_letters_opens_too(site: ConsoleSite) -> None:
    code = site.link(OFFICER).lower().replace("-", " ")
    assert site.browser().client.post("/can-bo/vao", data={"ma": code}).status_code == 200


def test_a_code_ends_after_ten_minutes_and_with_the_next_one(site: ConsoleSite) -> None:
    old, new = site.link(OFFICER), site.link(OFFICER)
    assert site.browser().client.post("/can-bo/vao", data={"ma": old}).status_code == 403
    site.ward.clock.move(minutes=10, seconds=1)
    assert site.browser().client.post("/can-bo/vao", data={"ma": new}).status_code == 403


def test_neither_code_nor_token_stands_in_the_database(site: ConsoleSite) -> None:
    code = site.link(OFFICER)
    browser = site.browser()
    browser.client.post("/can-bo/vao", data={"ma": code})
    token = next(iter(browser.client.cookies.values()))
    kept = str(rows(site, "SELECT * FROM console_link"))
    kept += str(rows(site, "SELECT * FROM console_session"))
    kept += str(rows(site, "SELECT * FROM audit"))
    assert token not in kept
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(site: ConsoleSite) -> None:
    made = site.browser().client.post(
        "/can-bo/vao", data={"ma": site.link(OFFICER)}, follow_redirects=False
    )
    cookie = made.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/can-bo" in cookie
    assert "Max-Age" not in cookie


def test_over_https_the_cookie_is_bound_to_the_host(site: ConsoleSite) -> None:
    proxy = WebSettings(public_url="https://mau.example.vn", trusted_proxies=("127.0.0.1",))
    site.serve(proxy)
    browser = site.browser(base="https://mau.example.vn")
    proxied = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    browser.client.headers.update(proxied)
    made = browser.client.post(
        "/can-bo/vao", data={"ma": site.link(OFFICER)}, follow_redirects=False
    )
    cookie = made.headers["set-cookie"]
    assert cookie.startswith("__Host-motcua_canbo=")
    assert "Secure" in cookie
    assert "Path=/;" in cookie
    assert signed_in(browser.get(ACCOUNT).text)


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 403),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9;proto=https"}, 403),
        ("192.0.2.7", {"X-Forwarded-Proto": "https"}, 403),
    ],
)
def test_an_open_wire_shows_no_console(
    site: ConsoleSite, peer: str, headers: dict[str, str], status: int
) -> None:
    browser = site.browser((peer, 50_000))
    assert browser.client.get("/can-bo/vao", headers=headers).status_code == status
    code = site.link(OFFICER)
    sent = browser.client.post("/can-bo/vao", data={"ma": code}, headers=headers)
    assert sent.status_code == status


@pytest.mark.parametrize(("proto", "status"), [("https", 200), ("http", 403)])
def test_a_trusted_proxy_says_how_the_browser_came(
    site: ConsoleSite, proto: str, status: int
) -> None:
    site.serve(WebSettings(trusted_proxies=("10.0.0.0/8",)))
    browser = site.browser(("10.1.2.3", 50_000), "https://mau.example.vn")
    headers = {"X-Forwarded-Proto": proto, "X-Forwarded-For": "203.0.113.9"}
    assert browser.client.get("/can-bo/vao", headers=headers).status_code == status


def test_a_session_ends_after_an_hour_unused(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    for _ in range(3):
        site.ward.clock.move(minutes=50)
        assert signed_in(browser.get(ACCOUNT).text)
    site.ward.clock.move(minutes=61)
    assert not signed_in(browser.get(ACCOUNT).text)


def test_a_session_ends_after_twelve_hours_however_busy(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    for _ in range(14):
        site.ward.clock.move(minutes=50)
        assert signed_in(browser.get(ACCOUNT).text)
    site.ward.clock.move(minutes=50)
    assert not signed_in(browser.get(ACCOUNT).text)


def test_signing_out_ends_one_browser_and_everywhere_ends_all(site: ConsoleSite) -> None:
    first, second, third = (site.officer(OFFICER) for _ in range(3))
    first.post("/can-bo/ra")
    assert not signed_in(first.get(ACCOUNT).text)
    assert signed_in(second.get(ACCOUNT).text)
    waiting = site.link(OFFICER)
    second.post("/can-bo/ra-het")
    assert not signed_in(third.get(ACCOUNT).text)
    assert site.browser().client.post("/can-bo/vao", data={"ma": waiting}).status_code == 403


def test_a_leaver_is_out_at_once(site: ConsoleSite) -> None:
    browser, waiting = site.officer(OFFICER), site.link(OFFICER)
    with site.ward.store.work() as work:
        staffing.leave(work, site.member(OFFICER), "cli", site.ward.clock.now())
        work.commit()
    assert not signed_in(browser.get(ACCOUNT).text)
    assert site.browser().client.post("/can-bo/vao", data={"ma": waiting}).status_code == 403
    assert rows(site, "SELECT 1 FROM console_session WHERE ended_at IS NULL") == []


def test_roles_count_as_they_are_now(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    with site.ward.store.work() as work:
        staffing.set_roles(work, site.member(OFFICER), {Role.HEAD}, "cli", site.ward.clock.now())
        work.commit()
    page = browser.get(ACCOUNT)
    assert "Cài mã xác nhận" in page.text
    assert not signed_in(page.text)


def test_a_sign_in_is_told_in_the_officers_chat(site: ConsoleSite) -> None:
    site.officer(OFFICER)
    (letter,) = site.ward.told(OFFICER)
    assert "Vừa có đăng nhập" in letter
    assert "work:signout" in letter


def test_every_step_leaves_a_trace_of_ids(site: ConsoleSite) -> None:
    site.officer(OFFICER).post("/can-bo/ra-het")
    told = [(who, what) for who, what in rows(site, "SELECT who, what FROM audit")]
    me = f"officer:{site.ward.officers[OFFICER].id}"
    assert told == [
        ("cli", "console.link_made"),
        (me, "console.signed_in"),
        (me, "console.all_signed_out"),
    ]


def test_a_form_without_its_token_does_nothing(site: ConsoleSite) -> None:
    browser, other = site.officer(OFFICER), site.officer("Cường Mẫu")
    foreign = fields_of(other.get(ACCOUNT).text, "/can-bo/ra-het")["_csrf"]
    for fields in ({"x": "1"}, {"_csrf": ""}, {"_csrf": foreign}):
        assert browser.client.post("/can-bo/ra-het", data=fields).status_code == 403
    assert signed_in(browser.get(ACCOUNT).text)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_from_elsewhere_does_nothing(site: ConsoleSite, headers: dict[str, str]) -> None:
    browser = site.officer(OFFICER)
    hidden = fields_of(browser.get(ACCOUNT).text, "/can-bo/ra-het")
    sent = browser.client.post("/can-bo/ra-het", data=hidden, headers=headers)
    assert sent.status_code == 403
    code = site.link(OFFICER)
    entered = site.browser().client.post("/can-bo/vao", data={"ma": code}, headers=headers)
    assert entered.status_code == 403


def test_words_written_into_an_ended_session_come_back(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    hidden = fields_of(browser.get(ACCOUNT).text, "/can-bo/ra-het")
    site.ward.clock.move(hours=2)
    words = {"noi_dung": "Thưa anh/chị, đèn đã sửa <b>"}
    sent = browser.client.post("/can-bo/ra-het", data={**hidden, **words})
    assert sent.status_code == 401
    assert "Thưa anh/chị, đèn đã sửa &lt;b&gt;" in sent.text


def test_a_link_followed_from_a_chat_asks_again_from_here(site: ConsoleSite) -> None:
    page = site.browser().get(ACCOUNT, **{"Sec-Fetch-Site": "cross-site"})
    assert 'http-equiv="refresh" content="0;url=/can-bo/tai-khoan"' in page.text


@pytest.mark.parametrize("onward", ["https://evil.example", "//evil.example", "/", "/can-bo/..\\x"])
def test_one_goes_on_inside_the_console_only(site: ConsoleSite, onward: str) -> None:
    sent = site.browser().client.post(
        "/can-bo/vao", data={"ma": site.link(OFFICER), "ve": onward}, follow_redirects=False
    )
    assert sent.headers["location"] == "/can-bo"


def test_guessing_codes_is_slowed_down(site: ConsoleSite) -> None:
    client = site.browser().client
    tried = [client.post("/can-bo/vao", data={"ma": f"AAAAA-AAA{n:02}"}) for n in range(12)]
    assert [one.status_code for one in tried[:10]] == [403] * 10
    assert tried[-1].status_code == 429


def test_a_flood_of_forms_is_stopped_before_it_is_read(site: ConsoleSite) -> None:
    client = site.browser().client
    sent = [client.post("/can-bo/ra", data={"x": "1"}).status_code for _ in range(301)]
    assert set(sent[:300]) == {401}
    assert sent[300] == 429
    site.ward.clock.move(seconds=1)
    assert client.post("/can-bo/ra", data={"x": "1"}).status_code == 401


def test_heads_and_administrators_need_the_second_factor(site: ConsoleSite) -> None:
    for who in (HEAD, ADMIN):
        browser = site.browser()
        browser.client.post("/can-bo/vao", data={"ma": site.link(who)})
        assert not signed_in(browser.get(ACCOUNT).text)
        browser.who = who
        browser.sets_up()
        assert signed_in(browser.get(ACCOUNT).text)


def test_a_half_signed_in_head_can_do_nothing_but_show_the_code(site: ConsoleSite) -> None:
    site.officer(HEAD)
    browser = site.browser()
    browser.client.post("/can-bo/vao", data={"ma": site.link(HEAD)})
    page = browser.get(ACCOUNT)
    assert page.url.path == "/can-bo/xac-nhan"
    wrong = browser.post("/can-bo/xac-nhan", "/can-bo/xac-nhan", ma="000000")
    assert wrong.status_code == 403
    assert not signed_in(browser.get(ACCOUNT).text)


def test_a_code_of_the_app_opens_once(site: ConsoleSite) -> None:
    first = site.officer(HEAD)
    second = site.browser()
    second.client.post("/can-bo/vao", data={"ma": site.link(HEAD)})
    same = second.post("/can-bo/xac-nhan", "/can-bo/xac-nhan", ma=first.code())
    assert same.status_code == 403
    site.ward.clock.move(seconds=30)
    second.post("/can-bo/xac-nhan", "/can-bo/xac-nhan", ma=first.code())
    assert signed_in(second.get(ACCOUNT).text)


def test_the_token_changes_with_the_second_factor(site: ConsoleSite) -> None:
    browser = site.browser()
    browser.client.post("/can-bo/vao", data={"ma": site.link(HEAD)})
    before = dict(browser.client.cookies)
    browser.who = HEAD
    browser.sets_up()
    assert dict(browser.client.cookies) != before
    stolen = site.browser()
    stolen.client.cookies.update(before)
    assert not signed_in(stolen.get(ACCOUNT).text)


def test_five_wrong_codes_lock_longer_each_time(site: ConsoleSite) -> None:
    secret = site.officer(HEAD).secret
    browser = site.browser()
    browser.secret = secret
    browser.client.post("/can-bo/vao", data={"ma": site.link(HEAD)})

    def shows(code: str) -> int:
        return browser.post("/can-bo/xac-nhan", "/can-bo/xac-nhan", ma=code).status_code

    site.ward.clock.move(seconds=31)
    assert [shows("000000") for _ in range(5)] == [403] * 5
    assert shows(browser.code()) == 429
    site.ward.clock.move(minutes=15, seconds=1)
    assert [shows("000000") for _ in range(5)] == [403] * 5
    site.ward.clock.move(minutes=16)
    assert shows(browser.code()) == 429
    site.ward.clock.move(minutes=15)
    assert shows(browser.code()) == 200
    assert signed_in(browser.get(ACCOUNT).text)


def test_the_secret_of_the_app_is_sealed_and_shown_only_until_confirmed(site: ConsoleSite) -> None:
    browser = site.officer(HEAD)
    kept = str(rows(site, "SELECT * FROM second_factor"))
    assert browser.secret not in kept
    assert browser.secret[:4] not in browser.get("/can-bo/ma-xac-nhan").text
    begun = browser.client.post("/can-bo/ma-xac-nhan", data={"_csrf": "x"})
    assert begun.status_code == 403


def test_a_lost_phone_is_reset_by_the_administrator(site: ConsoleSite) -> None:
    browser = site.officer(HEAD)
    with site.ward.store.work() as work:
        second_factor.reset(work, site.member(HEAD).officer, "cli", site.ward.clock.now())
        work.commit()
    assert not signed_in(browser.get(ACCOUNT).text)
    assert "đã xoá mã xác nhận cũ" in site.ward.told(HEAD)[-1]
    del site.secrets[HEAD]
    assert signed_in(site.officer(HEAD).get(ACCOUNT).text)


def test_what_is_over_is_purged_after_a_week(site: ConsoleSite) -> None:
    site.officer(OFFICER)
    site.ward.clock.move_to(site.ward.clock.now() + sign_in.LONGEST + timedelta(days=7, minutes=1))
    with site.ward.store.work() as work:
        purge_some(work, site.ward.clock.now())
        work.commit()
    assert rows(site, "SELECT 1 FROM console_session") == []
    assert rows(site, "SELECT 1 FROM console_link") == []


def test_pages_of_the_console_carry_the_strict_headers(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    for path in ("/can-bo/vao/K7QPM-3MXDA", ACCOUNT, "/can-bo/ma-xac-nhan", "/can-bo/khong-co"):
        page = browser.get(path)
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-robots-tag"] == "noindex, nofollow"
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert not re.search(r"<script>|<style| style=| on\w+=", page.text)
