"""Corrections in the console: what changed, who was told, in which words; sent or dropped."""

import html
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.web.ports import WebSettings
from handlers.corrections import sending
from handlers.messages import ChannelName
from handlers.store.tables import OutboxRow, table_of
from handlers.wording.joins import NAMES
from tests.fakes.changed_fee import NEW, OLD, TITLE, changed_fee
from tests.fakes.console import Browser, ConsoleSite

OFFICER, LEAD, ADMIN = "Bạch Mẫu", "Phụ Mẫu", "Quản Mẫu"
LIST = "/can-bo/dinh-chinh"
OUTBOX = table_of(OutboxRow)


@pytest.fixture
def site(site: ConsoleSite) -> ConsoleSite:
    """Three people heard the old fee on two channels; two may be written to unapproved."""
    commune = site.served.commune
    rules = commune.broadcasts.model_copy(update={"approve_above": 2})
    site.served = replace(site.served, commune=commune.model_copy(update={"broadcasts": rules}))
    site.serve(WebSettings())
    told = {ChannelName.TELEGRAM: 2, ChannelName.ZALO_BOT: 1}
    changed_fee(site.store, commune.key, told, site.clock.now())
    return site


def read(browser: Browser, path: str) -> str:
    return html.unescape(browser.get(path).text)


def copies(site: ConsoleSite) -> list[str]:
    with site.store.read() as work:
        keys = select(OUTBOX.c.key).where(OUTBOX.c.key.like("correction:%"))
        return list(work.connection.execute(keys).scalars())


def test_the_page_shows_old_and_new_who_was_told_and_each_channels_words(
    site: ConsoleSite,
) -> None:
    lan = site.officer(OFFICER)
    assert TITLE in read(lan, LIST)
    page = read(lan, f"{LIST}/1")
    assert "3 người được báo như sau" in page
    assert "Telegram: 2 người;" in page
    assert f"{NAMES[ChannelName.ZALO_BOT]}: 1 người" in page
    assert page.count(f"Nay đúng là, từ {site.clock.now().day}") == 2
    assert OLD in page
    assert NEW in page
    assert copies(site) == []


def test_above_the_size_a_lead_lets_it_go_and_the_outcome_is_shown(site: ConsoleSite) -> None:
    lan, lead = site.officer(OFFICER), site.officer(LEAD)
    assert "phải do phụ trách một cửa" in read(lan, f"{LIST}/1")
    assert f'action="{LIST}/1/gui"' not in lan.get(f"{LIST}/1").text
    hidden = {"_csrf": lan.get(f"{LIST}/1").text.split('name="_csrf" value="')[1].split('"')[0]}
    assert lan.client.post(f"{LIST}/1/gui", data=hidden).status_code == 422
    done = lead.post(f"{LIST}/1/gui", f"{LIST}/1", nham="1", tu_ngay="2026-11-01")
    assert done.status_code == 200
    while site.store.write(lambda work: sending.step(work, site.served, site.clock.now())):
        pass
    page = read(lead, f"{LIST}/1")
    assert "Kết quả gửi: 3 người" in page
    assert LEAD in page
    assert "01/11/2026" in page
    assert len(copies(site)) == 3
    assert lead.client.post(f"{LIST}/1/gui", data=_token(lead)).status_code == 422
    assert len(copies(site)) == 3


def test_a_bad_day_sends_nothing_and_says_how_to_write_it(site: ConsoleSite) -> None:
    lead = site.officer(LEAD)
    done = lead.post(f"{LIST}/1/gui", f"{LIST}/1", tu_ngay="mai")
    assert (done.status_code, "2026-12-01" in done.text) == (422, True)
    assert f'action="{LIST}/1/gui"' in done.text


def test_dropped_it_tells_nobody(site: ConsoleSite) -> None:
    lead = site.officer(LEAD)
    assert "cán bộ bỏ, không gửi" in html.unescape(lead.post(f"{LIST}/1/bo", f"{LIST}/1").text)
    assert not site.store.write(lambda work: sending.step(work, site.served, site.clock.now()))
    assert copies(site) == []


def test_who_may_not_write_to_people_sees_none_of_it(site: ConsoleSite) -> None:
    admin = site.officer(ADMIN)
    assert admin.get(LIST).status_code == 404
    assert admin.get(f"{LIST}/1").status_code == 404
    assert "Đính chính" not in admin.get("/can-bo/tai-khoan").text
    assert site.officer(LEAD).get(f"{LIST}/99").status_code == 404


def _token(browser: Browser) -> dict[str, str]:
    page = browser.get("/can-bo/tai-khoan").text
    return {"_csrf": page.split('name="_csrf" value="')[1].split('"')[0]}


def test_the_list_counts_so_far_and_says_that_there_are_more(
    site: ConsoleSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = site.officer(OFFICER)
    listed = read(officer, "/can-bo/dinh-chinh")
    assert "</span> 3</td>" in listed
    monkeypatch.setattr("bot.web.console.corrections.COUNTED", 2)
    assert "</span> 2 trở lên</td>" in read(officer, "/can-bo/dinh-chinh")
    assert "3 người được báo như sau" in read(officer, "/can-bo/dinh-chinh/1")
