"""Records due for a look in the console: listed, found right by a source, recorded with who did."""

import html
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.web.ports import WebSettings
from handlers import rechecking
from knowledge.catalogue_store import Recheck, load_catalogue, upgrade_shipped
from knowledge.loading import load_procedures
from tests.fakes.console import Browser, ConsoleSite, fields_of
from tests.fakes.shipped import shipped_base

OFFICER, LEAD, ADMIN, REVIEWER = "Bạch Mẫu", "Phụ Mẫu", "Quản Mẫu", "Soát Mẫu"
PAGE = "/can-bo/van-dung"
BASE = shipped_base()
FIRST, SECOND = "1.001193", "2.000815"


@pytest.fixture
def site(site: ConsoleSite) -> ConsoleSite:
    """Two shipped records have not been looked at for long; all others have been today."""
    today = site.clock.now().date()
    checked = {
        code: one.model_copy(
            update={
                "checked_on": today.replace(year=2025) if code in {FIRST, SECOND} else today,
                "review_by": None,
            }
        )
        for code, one in BASE.procedures.items()
    }
    base = replace(BASE, procedures=checked, stale=frozenset({FIRST, SECOND}), on=today)
    site.served = replace(site.served, knowledge=lambda _: base)
    with site.store.work() as work:
        upgrade_shipped(work.session, load_procedures(), site.clock.now())
        work.commit()
    site.serve(WebSettings())
    return site


def read(browser: Browser, path: str = PAGE) -> str:
    return html.unescape(browser.get(path).text)


def answers(browser: Browser, code: str, **fields: str) -> str:
    token = fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")["_csrf"]
    data = {"_csrf": token, "thu_tuc": code, "nguon": "QĐ 12/QĐ-BTP", **fields}
    return html.unescape(browser.client.post(PAGE, data=data).text)


def recorded(site: ConsoleSite) -> list[tuple[str, str | None, str | None]]:
    with site.store.read() as work:
        rows = work.session.execute(select(Recheck)).scalars()
        return [(one.code, one.answered_by, one.source) for one in rows]


def test_what_is_due_is_listed_with_why_and_counted_where_the_day_begins(site: ConsoleSite) -> None:
    officer = site.officer(OFFICER)
    page = read(officer)
    assert "Thủ tục đến kỳ kiểm tra: 2" in page
    assert f"{FIRST}. Kiểm tra lần cuối 23/11/2025, quá kỳ." in page
    assert page.count("Ghi: vẫn đúng") == 2
    assert "Thủ tục cần kiểm tra <b>2</b>" in read(officer, "/can-bo/viec")


def test_still_right_is_a_new_version_with_who_and_by_which_source(site: ConsoleSite) -> None:
    page = answers(site.officer(OFFICER), FIRST, xem_lai="2027-03-01")
    assert f"Đã ghi: {FIRST} vẫn đúng, {OFFICER}." in page
    assert "Thủ tục đến kỳ kiểm tra: 1" in page
    assert recorded(site) == [(FIRST, OFFICER, "QĐ 12/QĐ-BTP")]
    today = site.clock.now().date()
    with site.store.read() as work:
        now = load_catalogue(work.session, today, site.served.commune.key).procedures[FIRST]
    assert (now.checked_on, str(now.review_by)) == (today, "2027-03-01")
    assert "QĐ 12/QĐ-BTP" in (now.source or "")
    trail = read(site.officer("Đầu Mẫu"), "/can-bo/nhat-ky")
    assert "ghi nhận thủ tục vẫn đúng" in trail


def test_who_comes_second_is_told_and_nothing_is_written_twice(site: ConsoleSite) -> None:
    lan, lead = site.officer(OFFICER), site.officer(LEAD)
    answers(lan, FIRST)
    assert "có thể đồng nghiệp vừa ghi" in answers(lead, FIRST)
    assert len(recorded(site)) == 1


@pytest.mark.parametrize(
    ("fields", "trouble"),
    [
        ({"nguon": " "}, "Cần ghi đã đối chiếu"),
        ({"xem_lai": "mai"}, "Ngày xem lại phải sau hôm nay"),
        ({"xem_lai": "2026-11-23"}, "Ngày xem lại phải sau hôm nay"),
        ({"thu_tuc": "9.999999"}, "không còn chờ kiểm tra"),
        ({"thu_tuc": "1.004873"}, "không còn chờ kiểm tra"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    site: ConsoleSite, fields: dict[str, str], trouble: str
) -> None:
    page = answers(site.officer(OFFICER), FIRST, **fields)
    assert trouble in page
    assert recorded(site) == []
    if "xem_lai" in fields:
        assert 'value="QĐ 12/QĐ-BTP"' in page


@pytest.mark.parametrize("who", [ADMIN, REVIEWER])
def test_who_may_not_say_so_finds_no_such_page(site: ConsoleSite, who: str) -> None:
    browser = site.officer(who)
    assert browser.get(PAGE).status_code == 404
    assert "Vẫn đúng" not in read(browser, "/can-bo/tai-khoan")
    answers(browser, FIRST)
    assert recorded(site) == []


def test_a_record_that_citizens_are_not_shown_is_not_asked_about(site: ConsoleSite) -> None:
    base = BASE
    shown = replace(base, procedures={}, visible=frozenset(), on=site.clock.now().date())
    with site.store.read() as work:
        ward = replace(site.served, knowledge=lambda _: shown)
        assert rechecking.due(work, ward, site.clock.now()) == ()
