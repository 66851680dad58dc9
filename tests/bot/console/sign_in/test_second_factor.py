"""The second factor of heads and administrators: asked for, locked, reset."""

from handlers import second_factor
from tests.bot.console.sign_in.account import ACCOUNT, ADMIN, HEAD, rows, signed_in
from tests.fakes.console import ConsoleSite


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
