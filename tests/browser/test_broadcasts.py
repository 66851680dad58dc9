"""What the ward writes to many, written and sent in a real browser on a desk and on a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from handlers.broadcasts import queueing
from handlers.corrections import sending
from handlers.messages import ChannelName
from handlers.store import contacts, subscriptions
from handlers.store.unit_of_work import Store
from tests.browser.conftest import OFFICE, PATIENCE
from tests.browser.console.screen import LEAD, OFFICER, leads, looked_at, serving
from tests.fakes.casework import CaseWard
from tests.fakes.changed_fee import changed_fee
from tests.fakes.clock import FakeClock
from tests.fakes.console import Browser as Seat
from tests.fakes.console import ConsoleSite

PHONE = (390, 780)
SIZES = pytest.mark.parametrize("size", [PHONE, OFFICE], ids=lambda one: f"{one[0]}px")
TEXT = "Mai {phuong} cúp nước từ 8 giờ đến 17 giờ để sửa ống ở đường Hoa Sữa."


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> ConsoleSite:
    """A ward in which some people asked for the news on two channels."""
    ward = CaseWard(sqlite_store, FakeClock())
    made, key, now = ConsoleSite(ward, tmp_path), ward.key, ward.clock.now()
    with sqlite_store.work() as work:
        for channel in (ChannelName.TELEGRAM, ChannelName.ZALO_OA):
            name = contacts.ensure_endpoint(work, key, channel, "news", now)
            whose = contacts.endpoint_of(work, name)
            for number in range(3):
                one = contacts.open_contact(work, whose, f"{channel}{number}", "", now)
                subscriptions.ask(work, key, one, now)
        work.commit()
    return made


@pytest.fixture
def at(browser: Browser) -> Iterator[Callable[[str, Seat, tuple[int, int]], Page]]:
    """A signed-in officer's page of a size."""
    opened: list[BrowserContext] = []

    def page(url: str, seat: Seat, size: tuple[int, int]) -> Page:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, locale="vi-VN", reduced_motion="reduce")  # type: ignore[arg-type]
        opened.append(context)
        for name, value in seat.client.cookies.items():
            context.add_cookies([
                {"name": name, "value": value, "url": f"{url}/can-bo", "httpOnly": True,
                 "sameSite": "Strict"}
            ])  # fmt: skip
        made = context.new_page()
        made.set_default_timeout(PATIENCE)
        return made

    yield page
    for one in opened:
        one.close()


@SIZES
def test_a_text_is_written_looked_at_sent_and_followed(
    site: ConsoleSite, at: Callable[..., Page], size: tuple[int, int]
) -> None:
    with serving(site) as url:
        page = at(url, site.officer(OFFICER), size)
        page.goto(f"{url}/can-bo/tin")
        looked_at(page)
        leads(page.get_by_role("link", name="Soạn tin mới"))
        looked_at(page)
        page.get_by_label("Nội dung (nhiều nhất").fill(TEXT)
        page.get_by_role("button", name="Lưu nháp").click()
        expect(page.get_by_role("heading", name="Xem trước: 6 người")).to_be_visible()
        looked_at(page)
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page.get_by_text("chờ đến giờ gửi")).to_be_visible()
        while site.store.write(lambda work: queueing.step(work, site.served, site.clock.now())):
            pass
        page.reload()
        expect(page.locator("#moving progress")).to_be_visible()
        expect(page.locator("#moving")).to_contain_text("đã gửi 0/6")
        looked_at(page)
        page.get_by_role("button", name="Tạm dừng").click()
        expect(page.get_by_role("button", name="Gửi tiếp")).to_be_visible()
        leads(page.get_by_role("link", name="Ai chưa nhận được"))
        looked_at(page)


@SIZES
def test_a_list_is_given_and_its_mistakes_are_read(
    site: ConsoleSite, at: Callable[..., Page], size: tuple[int, int]
) -> None:
    with serving(site) as url:
        page = at(url, site.officer(LEAD), size)
        page.goto(f"{url}/can-bo/tin/moi")
        page.get_by_label("Nội dung (nhiều nhất").fill("Chào {ho_ten}.")
        page.get_by_label("Người trong bảng tính").check()
        leads(page.get_by_role("button", name="Lưu nháp"))
        rows = "Mã liên hệ,Họ tên\nlạ,An\n,Bình\n".encode()
        page.get_by_label("Bảng tính").set_input_files(
            {"name": "ds.csv", "mimeType": "text/csv", "buffer": rows}
        )
        page.get_by_role("button", name="Nạp", exact=True).click()
        expect(page.get_by_role("heading", name="Danh sách: 2 dòng")).to_be_visible()
        expect(page.get_by_text("dòng 3")).to_be_visible()
        looked_at(page)
        page.get_by_label("Bảng tính").set_input_files(
            {"name": "ds.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
        )
        page.get_by_role("button", name="Nạp", exact=True).click()
        expect(page.get_by_role("alert").first).to_contain_text("chưa nhận loại tệp này")


@SIZES
def test_a_correction_is_read_and_let_go(
    site: ConsoleSite, at: Callable[..., Page], size: tuple[int, int]
) -> None:
    told = {ChannelName.TELEGRAM: 2, ChannelName.ZALO_OA: 1}
    changed_fee(site.store, site.served.commune.key, told, site.clock.now())
    with serving(site) as url:
        page = at(url, site.officer(OFFICER), size)
        page.goto(f"{url}/can-bo/dinh-chinh")
        looked_at(page)
        page.get_by_role("link", name="Đính chính 1").click()
        expect(page.get_by_role("heading", name="3 người được báo như sau")).to_be_visible()
        looked_at(page)
        page.get_by_label("Trước đây mình báo sai").check()
        page.get_by_role("button", name="Cho gửi").click()
        expect(page.get_by_text("đang gửi")).to_be_visible()
        while site.store.write(lambda work: sending.step(work, site.served, site.clock.now())):
            pass
        page.reload()
        expect(page.get_by_role("heading", name="Kết quả gửi: 3 người")).to_be_visible()
        looked_at(page)
