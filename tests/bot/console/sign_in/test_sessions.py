"""Sessions end by themselves, by signing out, and with the officer's role."""

from datetime import timedelta

from handlers import sign_in, staffing
from handlers.officers import Role
from handlers.store.purging import purge_some
from tests.bot.console.sign_in.account import ACCOUNT, OFFICER, rows, signed_in
from tests.fakes.console import ConsoleSite, fields_of


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


def test_words_written_into_an_ended_session_come_back(site: ConsoleSite) -> None:
    browser = site.officer(OFFICER)
    hidden = fields_of(browser.get(ACCOUNT).text, "/can-bo/ra-het")
    site.ward.clock.move(hours=2)
    words = {"noi_dung": "Thưa anh/chị, đèn đã sửa <b>"}
    sent = browser.client.post("/can-bo/ra-het", data={**hidden, **words})
    assert sent.status_code == 401
    assert "Thưa anh/chị, đèn đã sửa &lt;b&gt;" in sent.text


def test_what_is_over_is_purged_after_a_week(site: ConsoleSite) -> None:
    site.officer(OFFICER)
    site.ward.clock.move_to(site.ward.clock.now() + sign_in.LONGEST + timedelta(days=7, minutes=1))
    with site.ward.store.work() as work:
        purge_some(work, site.ward.clock.now())
        work.commit()
    assert rows(site, "SELECT 1 FROM console_session") == []
    assert rows(site, "SELECT 1 FROM console_link") == []
