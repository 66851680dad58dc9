"""Questions, phrases and cards of the console in a real browser, wide and narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from handlers.cases.acts import Answer, answer
from handlers.cases.card_teaching import judged
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import answer_cards, upgrade_shipped
from knowledge.feedback.kinds import FeedbackKind
from knowledge.loading import load_procedures
from tests.browser.conftest import PATIENCE
from tests.browser.console.screen import LEAD, SIZES, Enter, leads, looked_at, serving
from tests.fakes.casework import KEY, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.console import ConsoleSite

MATTER = "mượn bàn ghế của phường"
PLAIN = "Anh/chị đăng ký ở quầy 3 trước 5 ngày làm việc, không thu tiền."


@pytest.fixture
def site(sqlite_store: Store, tmp_path: Path) -> ConsoleSite:
    """A ward with its records, an answered question and one that waits."""
    ward = CaseWard(sqlite_store, FakeClock())
    with sqlite_store.work() as work:
        upgrade_shipped(work.session, load_procedures(), ward.clock.now())
        work.commit()
    code = ward.open(FeedbackKind.QUESTION, MATTER, sealed=("Lê Thị Nụ", "0905123456"))
    with sqlite_store.work() as work:
        given = Answer(f"Thưa bà Lê Thị Nụ. {PLAIN}", "người hỏi cần ngay")
        assert answer(ward.doing(work, LEAD), code, given).done
        work.commit()
    ward.open(FeedbackKind.QUESTION, "phường có cho mượn sân bóng buổi tối không")
    return ConsoleSite(ward, tmp_path)


def judge(site: ConsoleSite, why: str) -> None:
    """As the running program does."""
    with site.store.work() as work:
        judged(work, KEY, answer_cards.cards(work.session, KEY)[0], why, site.clock.now())
        work.commit()


def writes_a_card(page: Page) -> None:
    page.get_by_label("Tiêu đề").fill("Mượn bàn ghế")
    page.get_by_label("Người dân hỏi thế nào").fill(MATTER)
    page.get_by_role("button", name="Xem trước").click()


@SIZES
def test_a_card_is_made_tested_and_let_live(
    site: ConsoleSite, enter: Enter, size: tuple[int, int]
) -> None:
    with serving(site) as url:
        page = enter(url, site.officer(LEAD), size)
        page.set_default_timeout(PATIENCE)
        page.goto(f"{url}/can-bo")
        page.get_by_role("link", name="Câu hỏi", exact=True).click()
        expect(page.get_by_text("trả lời trước")).to_be_visible(timeout=PATIENCE)
        looked_at(page)
        leads(page.get_by_role("link", name="Dạy máy"))
        looked_at(page)
        writes_a_card(page)
        expect(page.get_by_text("bắt buộc bỏ")).to_be_visible(timeout=PATIENCE)
        looked_at(page)
        page.get_by_label("Nội dung, viết cho mọi người").fill(PLAIN)
        page.get_by_role("button", name="Ghi thẻ").click()
        expect(page.get_by_role("status")).to_contain_text("Đã ghi, chưa dùng")
        page.get_by_role("button", name="Thử và dùng").click()
        expect(page.locator("#moving")).to_contain_text("Đang thử 1 mục")
        looked_at(page)
        judge(site, "")
        expect(page.get_by_role("button", name="Thôi dùng")).to_be_visible(timeout=PATIENCE)
        page.get_by_role("link", name="Thẻ 1").click()
        expect(page.get_by_text(PLAIN)).to_be_visible(timeout=PATIENCE)
        looked_at(page)
        page.go_back()
        page.get_by_role("button", name="Thôi dùng").click()
        expect(page.get_by_role("status")).to_contain_text("Đã thôi dùng")


@SIZES
def test_a_phrase_is_proposed_where_a_name_fits_several_procedures(
    site: ConsoleSite, enter: Enter, size: tuple[int, int]
) -> None:
    with serving(site) as url:
        page = enter(url, site.officer(LEAD), size)
        page.set_default_timeout(PATIENCE)
        page.goto(f"{url}/can-bo/cau-hoi")
        page.get_by_role("link", name="Dạy máy").click()
        page.get_by_label("Thủ tục: mã, hoặc tên").fill("khai sinh")
        page.get_by_label("Người dân gọi việc này là gì").fill("vô sổ bộ cho em bé")
        page.get_by_role("button", name="Ghi cách nói").click()
        expect(page.get_by_role("alert")).to_contain_text("chọn một thủ tục")
        looked_at(page)
        page.get_by_label("Đăng ký khai sinh (1.001193)").check()
        page.get_by_role("button", name="Ghi cách nói").click()
        expect(page.get_by_text("vô sổ bộ cho em bé").first).to_be_visible(timeout=PATIENCE)
        page.get_by_role("button", name="Bỏ vô sổ bộ cho em bé").click()
        expect(page.get_by_role("status")).to_contain_text("Đã thôi dùng")
