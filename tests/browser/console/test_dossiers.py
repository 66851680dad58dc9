"""Dossiers in a real browser: pages that fit, many results confirmed at once."""

import pytest
from playwright.sync_api import expect

from handlers.officers import Role
from tests.browser.console.screen import ACCEPTED, DONE, SIZES, Enter, looked_at, serving
from tests.fakes.console import OfficeSite


@SIZES
def test_pages_of_dossiers_fit_and_axe_finds_nothing(
    office: OfficeSite, enter: Enter, size: tuple[int, int]
) -> None:
    late = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    office.office.dossier(*DONE, number=2)
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    address = f"/can-bo/ho-so/{late}"
    lan.post(f"{address}/late", address, ngay="2026-11-30", ly_do="Chờ xác minh")
    beside = f"/can-bo/ho-so/{office.office.dossier(*ACCEPTED, number=4).code}"
    lan.post(f"{beside}/late", beside, ngay="2026-11-30", ly_do="Chờ xác minh")
    head = office.signed_in("Đầu Mẫu", Role.HEAD)
    with serving(office) as url:
        page = enter(url, head, size)
        office.office.dossier(*ACCEPTED, number=3, officer="Lê Thị Mẫu")
        for path in (
            "/can-bo/viec",
            "/can-bo/ket-qua",
            "/can-bo/kip-han",
            "/can-bo/phieu",
            address,
            "/can-bo/ho-so",
        ):
            page.goto(url + path)
            for closed in page.locator("details.clock > summary").all():
                closed.click()
            looked_at(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_many_results_are_confirmed_with_progress_shown(
    office: OfficeSite, enter: Enter, *, script: bool
) -> None:
    codes = [office.office.dossier(*DONE, number=one).code for one in range(1, 61)]
    with serving(office) as url:
        page = enter(url, office.signed_in("Lê Thị Mẫu", Role.OFFICER), script=script)
        page.goto(f"{url}/can-bo/ket-qua")
        page.get_by_label(codes[0]).check()
        page.get_by_label("tất cả trừ hồ sơ đã đánh dấu").check()
        page.get_by_role("button", name="Đã có trên kệ").click()
        expect(page.get_by_text("59/59" if script else "59 hồ sơ đã ghi")).to_be_visible()
    ready = [office.office.now_is(code).ready for code in codes]
    assert ready == [None, *[True] * 59]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_many_are_said_to_be_late_and_each_has_its_cause(
    office: OfficeSite, enter: Enter, *, script: bool
) -> None:
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    numbers = range(1, 51)
    codes = [
        office.office.dossier(*ACCEPTED, number=one, officer="Lê Thị Mẫu").code for one in numbers
    ]
    with serving(office) as url:
        page = enter(url, lan, script=script)
        page.goto(f"{url}/can-bo/kip-han")
        page.get_by_label(codes[0], exact=True).check()
        page.get_by_label("tất cả trừ hồ sơ đã đánh dấu").check()
        page.get_by_role("button", name="Không kịp, lập phiếu xin lỗi").click()
        expect(page.get_by_text("49/49" if script else "49 hồ sơ đã ghi")).to_be_visible()
        page.goto(f"{url}/can-bo/kip-han")
        page.get_by_label(f"Nguyên nhân của {codes[1]}").fill("Nghỉ ốm")
        page.get_by_label("Nguyên nhân cho mọi ô để trống ở trên").fill("Mất điện")
        page.get_by_role("button", name="Ghi nguyên nhân").click()
        expect(page.get_by_text("49 nguyên nhân đã ghi")).to_be_visible()
    causes = [office.office.now_is(code).cause for code in codes]
    assert causes == ["", "Nghỉ ốm", *["Mất điện"] * 48]
