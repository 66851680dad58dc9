"""What the ward writes to many, in the console: from the draft to the call list, by role."""

import html
import json
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from bot.web.ports import WebSettings
from handlers.broadcast import BroadcastState
from handlers.broadcasts import queueing
from handlers.messages import ChannelName
from handlers.store import broadcasts, contacts, subscriptions
from handlers.store.states import MAYBE_TWICE, ContactState
from handlers.store.tables import BroadcastRow, OutboxRow, table_of
from tests.fakes.console import Browser, ConsoleSite

OFFICER, OTHER, LEAD, HEAD = "Bạch Mẫu", "Cường Mẫu", "Phụ Mẫu", "Đầu Mẫu"
NEW, TEXT = "/can-bo/tin/moi", "Mai cúp nước tại {phuong}, từ 8 giờ."
OUTBOX = table_of(OutboxRow)


@pytest.fixture
def site(site: ConsoleSite) -> ConsoleSite:
    """Three people ask for the news, one of whom left the channel; two may get it unapproved."""
    commune = site.served.commune
    rules = commune.broadcasts.model_copy(update={"approve_above": 2})
    readers(site, 3)
    site.served = replace(site.served, commune=commune.model_copy(update={"broadcasts": rules}))
    site.serve(WebSettings())
    return site


def readers(site: ConsoleSite, number: int) -> list[str]:
    key, now = site.served.commune.key, site.clock.now()
    with site.store.work() as work:
        name = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "news", now)
        whose = contacts.endpoint_of(work, name)
        made = [contacts.open_contact(work, whose, f"n{one}", "", now) for one in range(number)]
        for one in made:
            subscriptions.ask(work, key, one, now)
        contacts.mark_contact(work, made[-1], ContactState.BLOCKED)
        work.commit()
    return made


def drafted(browser: Browser, **fields: str) -> str:
    """The address of a new draft."""
    given = {"noi_dung": TEXT, "chu_de": "utilities", "ai": "all", **fields}
    page = browser.post(NEW, NEW, **given)
    assert page.status_code == 200, page.text
    return page.url.path


def does(browser: Browser, path: str, what: str, **fields: str) -> str:
    page = browser.post(f"{path}/{what}", path, **fields)
    return html.unescape(page.text)


def state(site: ConsoleSite, number: int = 1) -> BroadcastState:
    with site.store.read() as work:
        found = broadcasts.find(work, site.served.commune.key, number)
    assert found is not None
    return found.state


def queue(site: ConsoleSite) -> None:
    while site.store.write(lambda work: queueing.step(work, site.served, site.clock.now())):
        pass


def test_from_the_draft_to_the_call_list(site: ConsoleSite) -> None:
    lan, lead = site.officer(OFFICER), site.officer(LEAD)
    path = drafted(lan)
    page = html.unescape(lan.get(path).text)
    assert "Xem trước: 3 người" in page
    assert f"Mai cúp nước tại {site.served.commune.name}, từ 8 giờ." in page
    assert "Chưa gửi được 1: họ chặn hoặc rời kênh" in page
    assert "phải có người thứ hai duyệt" in does(lan, path, "gui")
    assert f'action="{path}/duyet"' not in lan.get(path).text
    assert "Người duyệt" in does(lead, path, "duyet")
    assert "chờ đến giờ gửi" in does(lan, path, "gui")
    queue(site)
    assert "đang gửi" in lan.get(path).text
    told = json.loads(lan.get(f"{path}/tien-do").text)
    assert (told["whole"], told["settled"], told["state"]) == (3, 1, "sending")
    assert told["told"].startswith("Đang gửi: đã gửi 0/3 (33.3 %)")
    with site.store.work() as work:
        sent = {"status": "sent", "finished_at": site.clock.now()}
        work.connection.execute(
            update(OUTBOX).where(OUTBOX.c.status == "queued", OUTBOX.c.broadcast == 1).values(sent)
        )
        work.commit()
    site.clock.move(seconds=10)
    page = html.unescape(lan.get(path).text)
    assert "Đang gửi: đã gửi 2/3 (100.0 %), 0.2 tin mỗi giây" in page
    assert "tạm dừng" in does(lan, path, "dung")
    assert "đang gửi" in does(lan, path, "tiep")
    calls = html.unescape(lan.get(f"{path}/can-goi").text)
    assert "1 người chưa nhận được tin 1" in calls
    assert "họ chặn hoặc rời kênh" in calls
    assert "đã huỷ" in does(lan, path, "huy")
    assert "Tin 1" in lan.get("/can-bo/tin").text


def test_what_was_lost_and_what_may_come_twice_is_on_the_page(site: ConsoleSite) -> None:
    lan, lead = site.officer(OFFICER), site.officer(LEAD)
    path = drafted(lan)
    does(lead, path, "duyet")
    does(lan, path, "gui")
    queue(site)
    with site.store.work() as work:
        work.connection.execute(delete(OUTBOX).where(OUTBOX.c.status == "withheld"))
        sent = {"status": "sent", "finished_at": site.clock.now(), "reason": MAYBE_TWICE}
        work.connection.execute(update(OUTBOX).where(OUTBOX.c.broadcast == 1).values(sent))
        work.commit()
    page = html.unescape(lan.get(path).text)
    assert "ó thể đến hai lần" in page
    assert "1 người không có bản tin nào" in page
    assert "áy không tạo được bản tin" in html.unescape(lan.get(f"{path}/can-goi").text)


def test_what_was_looked_at_is_what_is_approved_and_sent(site: ConsoleSite) -> None:
    lan, lead = site.officer(OFFICER), site.officer(LEAD)
    path = drafted(lan)
    old = lead.get(path).text
    token = old.split('name="_csrf" value="')[1].split('"')[0]
    does(lan, path, "sua", noi_dung="Mốt cúp điện.")
    stale = lead.client.post(f"{path}/duyet", data={"_csrf": token, "version": "1"})
    assert (stale.status_code, "Tin vừa được sửa" in stale.text) == (422, True)
    with site.store.read() as work:
        row = table_of(BroadcastRow)
        assert work.connection.execute(select(row.c.approved_version)).scalar_one() == 0
    assert "Người duyệt" in does(lead, path, "duyet")


def test_what_was_written_comes_back_when_it_is_not_taken(site: ConsoleSite) -> None:
    lan = site.officer(OFFICER)
    page = lan.post(NEW, NEW, noi_dung="Ngày {ngay} cúp nước.", chu_de="utilities", ai="all")
    assert page.status_code == 422
    assert "chưa biết điền gì: ngay" in html.unescape(page.text)
    assert "Ngày {ngay} cúp nước." in html.unescape(page.text)
    assert lan.post(NEW, NEW, noi_dung="x", chu_de="football", ai="all").status_code == 422
    path = drafted(lan)
    said = does(lan, path, "dinh-ky", chu_ky="yearly", ngay="31/4", gio="09:00")
    assert "không có ngày này" in said
    assert 'value="31/4"' in said
    assert "Giờ gửi đã qua" in does(lan, path, "gui", luc="2020-01-01T09:00")
    assert "Giờ gửi đã qua" in does(lan, path, "gui", luc="mai")


def test_a_draft_is_for_followers_by_the_state_that_was_chosen(site: ConsoleSite) -> None:
    lan = site.officer(OFFICER)
    path = drafted(lan, ai="followers", trang_thai="supplement_needed")
    with site.store.read() as work:
        one = broadcasts.find(work, site.served.commune.key, int(path.rpartition("/")[2]))
    assert one is not None
    assert one.dossier_status == "supplement_needed"
    assert one.whom(site.clock.now())["in_status"] == "supplement_needed"
    strange = lan.post(NEW, NEW, noi_dung="x", chu_de="tax", ai="followers", trang_thai="lost")
    assert strange.status_code == 422


def test_a_text_everybody_muted_says_who_does_not_get_it(site: ConsoleSite) -> None:
    people = readers(site, 3)
    with site.store.work() as work:
        for who in people:
            key = site.served.commune.key
            subscriptions.mute(work, key, who, "utilities", site.clock.now())
        work.commit()
    lan = site.officer(OFFICER)
    page = html.unescape(lan.get(drafted(lan)).text)
    assert "Chưa có ai để gửi." in page
    assert "Không gửi 3 người: đã tắt chủ đề này." in page


def test_a_draft_comes_again_and_a_list_is_given(site: ConsoleSite) -> None:
    lan, lead = site.officer(OFFICER), site.officer(LEAD)
    path = drafted(lan)
    does(lead, path, "duyet")
    page = does(lan, path, "dinh-ky", chu_ky="monthly", ngay="20", gio="09:00", nghi="sau")
    assert "Gửi hằng tháng; rơi ngày nghỉ thì gửi ngày làm việc liền sau" in page
    listed = drafted(lan, ai="sheet", noi_dung="Chào {ho_ten}.")
    hidden = {"version": "1"}
    html_page = lan.get(listed).text
    hidden["_csrf"] = html_page.split('name="_csrf" value="')[1].split('"')[0]
    rows = "Mã liên hệ,Họ tên\nnobody,An\n,Bình\n".encode()
    sent = lan.client.post(
        f"{listed}/danh-sach", data=hidden, files={"tep": ("ds.csv", rows, "text/csv")}
    )
    said = html.unescape(sent.text)
    assert "Danh sách: 2 dòng, 0 người nhận được" in said
    assert "dòng 3" in said
    bad = lan.client.post(
        f"{listed}/danh-sach", data=hidden, files={"tep": ("ds.pdf", b"%PDF", "text/csv")}
    )
    assert (bad.status_code, "hãy dùng .xlsx hoặc .csv" in html.unescape(bad.text)) == (422, True)


def test_a_form_without_its_token_and_a_stranger_do_nothing(site: ConsoleSite) -> None:
    lan = site.officer(OFFICER)
    path = drafted(lan)
    assert lan.client.post(f"{path}/huy", data={"version": "1"}).status_code == 403
    files = {"tep": ("ds.csv", b"x", "text/csv")}
    assert lan.client.post(f"{path}/danh-sach", data={}, files=files).status_code == 403
    stranger = site.browser()
    assert stranger.client.post(f"{path}/huy", data={"version": "1"}).status_code in {401, 403}
    assert stranger.client.post(f"{path}/danh-sach", files=files).status_code in {401, 403}
    assert state(site) is BroadcastState.DRAFT


@pytest.mark.parametrize("who", ["Soát Mẫu", "Quản Mẫu"])
def test_who_writes_to_nobody_sees_no_page_of_it(site: ConsoleSite, who: str) -> None:
    path = drafted(site.officer(OFFICER))
    other = site.officer(who)
    for address in ("/can-bo/tin", NEW, path, f"{path}/can-goi", f"{path}/tien-do"):
        assert other.get(address).status_code == 404, address
    assert "/can-bo/tin" not in other.get("/can-bo/tai-khoan").text


def test_only_who_leads_sends_at_night(site: ConsoleSite) -> None:
    lan, head = site.officer(OFFICER), site.officer(HEAD)
    path = drafted(lan)
    does(head, path, "duyet")
    assert 'name="khan"' not in lan.get(path).text
    assert "phải do phụ trách một cửa hoặc lãnh đạo" in does(lan, path, "gui", khan="1")
    assert "chờ đến giờ gửi" in does(head, path, "gui", khan="1")


def test_fields_of_its_own_are_given_line_by_line_and_shown_again(site: ConsoleSite) -> None:
    lan = site.officer(OFFICER)
    text = "Ngày {ngay} cúp nước."
    page = lan.post(NEW, NEW, noi_dung=text, chu_de="utilities", ai="all", dien="ngày 4/12")
    assert (page.status_code, "viết mỗi dòng một chỗ" in html.unescape(page.text)) == (422, True)
    path = drafted(lan, noi_dung=text, dien="ngay: 4/12/2026\n\n{khu}: A")
    page_text = html.unescape(lan.get(path).text)
    assert "Ngày 4/12/2026 cúp nước." in page_text
    assert "ngay: 4/12/2026\nkhu: A" in page_text
    does(lan, path, "sua", noi_dung=text, dien="ngay: 5/12/2026")
    assert "Ngày 5/12/2026 cúp nước." in html.unescape(lan.get(path).text)


def test_one_to_everybody_is_put_on_the_public_page_and_taken_off(site: ConsoleSite) -> None:
    lan = site.officer(OFFICER)
    path = drafted(lan)
    assert "sẽ đăng khi bắt đầu gửi" in does(lan, path, "cong-khai")
    assert "Đăng lên trang công khai" in does(lan, path, "go-trang")
    other = drafted(lan, ai="followers")
    assert "Đăng lên trang công khai" not in html.unescape(lan.get(other).text)
