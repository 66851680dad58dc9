"""`/can-bo/loi-gui`: messages that did not arrive, in the console."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store import contacts, outbox, queueing, zalo_about, zalo_oa
from handlers.store.outbox import End
from handlers.store.queueing import Message
from handlers.store.states import OutboxKind, OutboxStatus
from handlers.store.zalo_oa import SealedPair
from handlers.zalo_account import AboutOa
from tests.fakes.casework import ROLES
from tests.fakes.console import ConsoleSite, fields_of

PAGE = "/can-bo/loi-gui"
WORDS = "chim hoàng yến số chín"
ABLE = {"Đầu Mẫu", "Phụ Mẫu", "Quản Mẫu"}


def ended(site: ConsoleSite, key: str, status: OutboxStatus, why: str, subject: str = "") -> int:
    """A message of the bot that ended so; its number."""
    now, ward = site.clock.now(), site.ward
    reply = Reply((Paragraph(WORDS),), subject=subject or None)
    with site.store.work() as work:
        # A lane of its own: another may be waiting for the same person.
        work.connection.exec_driver_sql("DELETE FROM outbox WHERE status = 'queued'")
        message = Message(key, reply, now, now + timedelta(days=1), OutboxKind.REPLY)
        queueing.queue(work, ward.key, "telegram", ward.citizen, message)
        (claimed,) = outbox.claim_contact(work, ward.citizen, "s1", now)
        outbox.finish(work, claimed, "s1", End(status, (), why), now)
        work.commit()
    return claimed.id


def status(site: ConsoleSite, number: int) -> tuple[str, str | None]:
    with site.store.read() as work:
        rows = work.connection.exec_driver_sql("SELECT id, status, reason FROM outbox")
        return next((row[1], row[2]) for row in rows if row[0] == number)


def test_one_is_sent_again_and_one_let_go(site: ConsoleSite) -> None:
    refused = ended(site, "reply:1", OutboxStatus.FAILED, "bad_request")
    dead = ended(site, "reply:2", OutboxStatus.DEAD, "again")
    lead = site.officer("Phụ Mẫu")
    page = lead.get(PAGE).text
    assert "Tin không đến được: 2" in page
    assert "kênh không nhận tin này (bad_request)" in page
    assert WORDS not in page
    told = lead.post(PAGE, PAGE, tin=str(refused), lam="gui_lai")
    assert "Đã xếp gửi lại." in told.text
    assert status(site, refused) == ("queued", None)
    told = lead.post(PAGE, PAGE, tin=str(dead), lam="bo")
    assert "Tin không đến được: 0" in told.text
    assert status(site, dead) == ("dead", "let_go")


def test_what_zalo_told_of_the_account_stands_there(site: ConsoleSite) -> None:
    now = site.clock.now()
    told = AboutOa("Phường Mẫu", "4", verified=True, package="Growth", zbs=False)
    with site.store.work() as work:
        for commune, number in ((site.ward.key, "111"), ("xa-khac", "222")):
            contacts.ensure_commune(work, commune, commune, now)
            oa = contacts.ensure_endpoint(work, commune, ChannelName.ZALO_OA, number, now)
            zalo_oa.log_in(work, oa, SealedPair("a", "r", now, now))
        work.commit()
    head = site.officer("Đầu Mẫu")
    assert "Tài khoản gửi tin" not in head.get(PAGE).text
    with site.store.work() as work:
        zalo_about.tell(work, "zalo_oa", told, now)
        zalo_about.tell(work, "zalo_oa-2", replace(told, name="Xã Khác"), now)
        work.commit()
    page = head.get(PAGE).text
    assert "OA Phường Mẫu (chính quyền, đã xác thực), gói Growth, chưa nối ZBS" in page
    assert "Xã Khác" not in page


def test_what_may_have_arrived_wants_a_tick_first(site: ConsoleSite) -> None:
    number = ended(site, "reply:1", OutboxStatus.UNKNOWN, "uncertain")
    head = site.officer("Đầu Mẫu")
    told = head.post(PAGE, PAGE, tin=str(number), lam="gui_lai")
    assert told.status_code == 409
    assert "có thể đã đến" in told.text
    assert status(site, number) == ("unknown", "uncertain")
    head.post(PAGE, PAGE, tin=str(number), lam="gui_lai", da_hoi="1")
    assert status(site, number) == ("queued", None)


@pytest.mark.parametrize("who", ROLES)
def test_the_page_is_there_for_who_may_alone(site: ConsoleSite, who: str) -> None:
    number = ended(site, "reply:1", OutboxStatus.FAILED, "bad_request")
    browser = site.officer(who)
    page = browser.get(PAGE)
    assert page.status_code == (200 if who in ABLE else 404)
    assert (f'href="{PAGE}"' in browser.get("/can-bo/tai-khoan").text) is (who in ABLE)
    if who not in ABLE:
        token = fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")["_csrf"]
        data = {"_csrf": token, "tin": str(number), "lam": "bo"}
        assert browser.client.post(PAGE, data=data).status_code == 404
        assert status(site, number) == ("failed", "bad_request")


def test_an_answer_to_a_case_is_there_for_who_sees_the_case(site: ConsoleSite) -> None:
    code = site.ward.open()
    row = site.ward.row(code)
    key = f"case:{row.id}:1:answer"
    number = ended(site, key, OutboxStatus.FAILED, "bad_request", f"case:{code.full}")
    assert str(code) in site.officer("Đầu Mẫu").get(PAGE).text
    admin = site.officer("Quản Mẫu")
    page = admin.get(PAGE).text
    assert "Tin không đến được: 0" in page
    assert str(code) not in page
    ended(site, "reply:1", OutboxStatus.FAILED, "bad_request")  # so that there is a form
    told = admin.post(PAGE, PAGE, tin=str(number), lam="gui_lai")
    assert told.status_code == 409
    assert status(site, number) == ("failed", "bad_request")


def test_a_number_that_is_none_is_not_found(site: ConsoleSite) -> None:
    ended(site, "reply:1", OutboxStatus.FAILED, "bad_request")
    head = site.officer("Đầu Mẫu")
    assert head.post(PAGE, PAGE, tin="một", lam="bo").status_code == 404
