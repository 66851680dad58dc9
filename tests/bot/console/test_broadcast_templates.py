"""Kept texts in the console: written, edited, filled in, retired; by who may write."""

import html
import re

import pytest

from bot.web.ports import WebSettings
from handlers.store import broadcasts
from tests.fakes.console import Browser, ConsoleSite

OFFICER, ADMIN = "Bạch Mẫu", "Quản Mẫu"
LIST, NEW = "/can-bo/tin/mau", "/can-bo/tin/moi"
WORDS = "Ngày {ngay} cúp nước tại {phuong}."


@pytest.fixture
def site(site: ConsoleSite) -> ConsoleSite:
    site.serve(WebSettings())
    return site


def kept(browser: Browser, name: str = "Cúp nước") -> str:
    """The address of a new one."""
    page = browser.post(LIST, LIST, ten=name, noi_dung=WORDS)
    assert page.status_code == 200, page.text
    return page.url.path


def test_a_text_is_kept_edited_written_by_and_retired(site: ConsoleSite) -> None:
    lan = site.officer(OFFICER)
    assert "Chưa có mẫu nào" in html.unescape(lan.get(LIST).text)
    assert 'href="/can-bo/tin/mau"' in lan.get("/can-bo/tin").text
    path = kept(lan)
    form = html.unescape(lan.get(f"{NEW}?mau={path.rpartition('/')[2]}").text)
    assert "Theo mẫu Cúp nước bản 1" in form
    assert WORDS in form
    assert re.search(r"<textarea id=\"dien\"[^>]*>ngay: </textarea>", form), (
        "only what is not known"
    )
    given = {"noi_dung": WORDS, "dien": "ngay: 4/12", "chu_de": "utilities", "ai": "all"}
    page = lan.post(NEW, NEW, **given, mau="1", ban="1")
    told = html.unescape(page.text)
    assert "Cúp nước, bản 1" in told
    assert "<dd>4/12</dd>" in told
    changed = lan.post(NEW, NEW, **{**given, "noi_dung": "Mai cúp nước."}, mau="1", ban="1")
    assert "Cúp nước, bản 1" not in html.unescape(changed.text)
    with site.store.read() as work:
        first, second = (broadcasts.find(work, site.served.commune.key, n) for n in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.template, first.template_version, second.template) == (1, 1, None)

    edited = lan.post(f"{path}/sua", path, noi_dung="Mai {ngay} cúp.", ban="1")
    told = html.unescape(edited.text)
    assert "Bản 2" in told
    assert WORDS in told
    late = lan.post(f"{path}/sua", path, noi_dung="Khác", ban="1")
    assert late.status_code == 422
    gone = html.unescape(lan.post(f"{path}/thoi-dung", path).text)
    assert "Thôi dùng từ" in gone
    assert "Theo mẫu" not in html.unescape(lan.get(f"{NEW}?mau=1").text)


def test_mistakes_come_back_with_what_was_written(site: ConsoleSite) -> None:
    lan = site.officer(OFFICER)
    page = lan.post(LIST, LIST, ten="Sai", noi_dung="Ngày {ngay cúp nước.")
    told = html.unescape(page.text)
    assert page.status_code == 422
    assert "Chỗ điền viết không đúng" in told
    assert "Ngày {ngay cúp nước." in told
    kept(lan)
    assert "Đã có mẫu tên" in html.unescape(lan.post(LIST, LIST, ten="cup nuoc", noi_dung="x").text)
    assert lan.get(f"{LIST}/99").status_code == 404


def test_who_may_not_write_sees_none_of_it(site: ConsoleSite) -> None:
    path = kept(site.officer(OFFICER))
    admin = site.officer(ADMIN)
    assert admin.get(LIST).status_code == 404
    assert admin.get(path).status_code == 404
