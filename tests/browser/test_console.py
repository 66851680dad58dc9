"""The officers' console in a real browser: signing in, keys, ready replies, bulk acts, axe."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.web.server import make_server
from handlers.officers import Role
from handlers.store.unit_of_work import Store
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.browser.conftest import OFFICE, PATIENCE, free_port
from tests.browser.test_accessibility import findings
from tests.fakes.casework import GOOD, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.console import Browser as Seat
from tests.fakes.console import ConsoleSite, OfficeSite, Site
from tests.fakes.office import Office
from tests.fakes.photos import photo

NARROW = (360, 740)
SIZES = pytest.mark.parametrize("size", [NARROW, OFFICE], ids=lambda one: f"{one[0]}px")
OFFICER, LEAD, HEAD = "Bạch Mẫu", "Phụ Mẫu", "Đầu Mẫu"
DONE = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00", "done 2026-11-23 07:30")
ACCEPTED = DONE[:2]


@contextmanager
def serving(site: Site) -> Iterator[str]:
    """The site on loopback; its address."""
    port = free_port()
    server = make_server(site.app, "127.0.0.1", port)
    thread = threading.Thread(target=server.run)
    thread.start()
    waited = threading.Event()
    while not server.started and thread.is_alive():
        waited.wait(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:  # left running, it would keep a failed run from ending
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def cases(sqlite_store: Store, tmp_path: Path) -> ConsoleSite:
    """A ward with some cases."""
    ward = CaseWard(sqlite_store, FakeClock())
    site = ConsoleSite(ward, tmp_path)
    first = ward.open(
        urgent=True, matter="Cây đổ chắn ngang hẻm 12 đường Hoa Sữa, xe không qua được"
    )
    site.encloses(first, photo("PA"), "hẻm.jpg", "image/jpeg")
    for number in range(2, 9):
        ward.open(matter=f"Đèn đường hẻm {number} đường Hoa Sữa hỏng hai tuần")
    ward.open(FeedbackKind.CONDUCT, "Cô ở quầy 3 nói trống không", about=About.UNCLEAR,
              sealed=("Nguyễn Văn Thử", "0912345678"))  # fmt: skip
    return site


@pytest.fixture
def office(sqlite_store: Store, tmp_path: Path) -> OfficeSite:
    """An office with a register."""
    return OfficeSite(Office(sqlite_store, FakeClock()), tmp_path)


@pytest.fixture
def enter(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Signs an officer in and opens a page; complaints of the browser fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def entered(
        url: str, seat: Seat | None, size: tuple[int, int] = OFFICE, *, script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=script,
            locale="vi-VN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        if seat is not None:
            for name, value in seat.client.cookies.items():
                context.add_cookies([
                    {"name": name, "value": value, "url": f"{url}/can-bo", "httpOnly": True,
                     "sameSite": "Strict"}
                ])  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: (
                complaints.append(line.text) if "Content Security Policy" in line.text else None
            ),
        )
        return page

    yield entered
    for context in contexts:
        context.close()
    assert complaints == []


Enter = Callable[..., Page]


def ready(page: Page) -> None:
    """The page's script has run: keys are heard."""
    expect(page.locator("#keys-show")).to_be_visible()


def looked_at(page: Page) -> None:
    """Nothing runs out of the screen, and axe finds nothing by day and by night."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert findings(page) == [], page.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_link_signs_in_by_one_press(cases: ConsoleSite, enter: Enter, *, script: bool) -> None:
    with serving(cases) as url:
        page = enter(url, None, script=script)
        page.goto(f"{url}/can-bo/vao/{cases.link(OFFICER)}")
        page.get_by_role("button", name="Vào trang làm việc").click()
        expect(page.get_by_role("heading", name="Phản ánh")).to_be_visible()
        expect(page.get_by_text(OFFICER)).to_be_visible()
        page.get_by_role("button", name="Thoát").click()
        expect(page.get_by_text("Anh/chị đã thoát")).to_be_visible()


def test_a_link_from_a_chat_opens_the_case_at_once(cases: ConsoleSite, enter: Enter) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER))
        page.goto(f"data:text/html,<a href='{url}/can-bo/phan-anh/PA-261123-002'>PA</a>")
        page.get_by_role("link", name="PA").click()
        expect(page.get_by_role("heading", name="PA-261123-002")).to_be_visible()


@SIZES
def test_pages_of_cases_fit_and_axe_finds_nothing(
    cases: ConsoleSite, enter: Enter, size: tuple[int, int]
) -> None:
    head = cases.officer(HEAD)
    with serving(cases) as url:
        page = enter(url, head, size)
        for path in (
            "/can-bo",
            "/can-bo?ds=late",
            "/can-bo?tim=khong+co+gi",
            "/can-bo/phan-anh/PA-261123-001",
            "/can-bo/phan-anh/PA-261123-009?viec=unlock",
            "/can-bo/phan-anh/PA-261123-009?viec=mark",
            "/can-bo/nhap-ho",
            "/can-bo/loi-gui",
            "/can-bo/nhat-ky",
            "/can-bo/tai-khoan",
            "/can-bo/ma-xac-nhan",
            "/can-bo/phan-anh/PA-999999-001",
        ):
            page.goto(url + path)
            looked_at(page)


@SIZES
def test_pages_before_and_around_a_session_fit_and_axe_finds_nothing(
    cases: ConsoleSite, enter: Enter, size: tuple[int, int]
) -> None:
    with serving(cases) as url:
        page = enter(url, None, size)
        page.goto(f"{url}/can-bo")
        looked_at(page)
        page.get_by_label("Mã đăng nhập").fill(cases.link(HEAD))
        page.get_by_role("button", name="Vào trang làm việc").click()
        looked_at(page)
        page.get_by_role("button", name="Bắt đầu cài").click()
        expect(page.get_by_role("img", name="Mã QR")).to_be_visible()
        looked_at(page)
        page.get_by_label("6 số").fill("000000")
        page.get_by_role("button", name="Xong").click()
        expect(page.get_by_role("alert")).to_contain_text("không đúng")
        looked_at(page)


@SIZES
def test_an_answer_from_a_ready_reply_is_sent_back_mended_and_sent(
    cases: ConsoleSite, enter: Enter, size: tuple[int, int]
) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER), size)
        page.goto(f"{url}/can-bo/phan-anh/PA-261123-002")
        page.locator("#answer > summary").click()
        page.locator("#answer .ready > summary").click()
        page.get_by_role("link", name="Đã làm xong").click()
        box = page.get_by_label("Câu trả lời")
        expect(box).to_have_value(re.compile(r"Tổ Đô thị đã kiểm tra việc \[việc được phản ánh\]"))
        assert page.evaluate("getSelection().toString()") == "[việc được phản ánh]"
        page.get_by_role("button", name="Xem trước").click()
        expect(page.locator(".preview")).to_contain_text("Người gửi sẽ đọc")
        expect(page.get_by_text("chưa điền")).to_be_visible()
        looked_at(page)
        page.get_by_label("Câu trả lời (").fill(GOOD)
        page.get_by_role("button", name="Xem lại").click()
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page.get_by_text("Đã gửi trả lời")).to_be_visible()
        looked_at(page)


def test_the_keyboard_alone_finds_a_case_and_answers_it(cases: ConsoleSite, enter: Enter) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER))
        page.goto(f"{url}/can-bo")
        ready(page)
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        expect(page.locator("tr.chosen")).to_contain_text("PA-261123-002")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="PA-261123-002")).to_be_visible()
        ready(page)
        page.keyboard.press("n")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Anh/chị đã nhận phản ánh")).to_be_visible()
        ready(page)
        page.keyboard.press("t")
        page.keyboard.type("jnt?/")
        expect(page.get_by_label("Câu trả lời")).to_have_value("jnt?/")


def test_the_keys_are_told_and_can_be_turned_off(cases: ConsoleSite, enter: Enter) -> None:
    with serving(cases) as url:
        page = enter(url, cases.officer(OFFICER))
        page.goto(f"{url}/can-bo/phan-anh/PA-261123-002")
        ready(page)
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()
        assert findings(page) == []
        page.get_by_label("Dùng phím tắt một chữ").uncheck()
        page.keyboard.press("Escape")
        page.reload()
        ready(page)
        page.keyboard.press("u")
        expect(page.get_by_role("heading", name="PA-261123-002")).to_be_visible()
        page.keyboard.press("?")
        page.get_by_label("Dùng phím tắt một chữ").check()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        page.wait_for_function("document.activeElement === document.body")
        page.keyboard.press("u")
        expect(page.get_by_role("heading", name="Phản ánh", exact=True)).to_be_visible()


def test_of_two_screens_the_second_is_told_and_keeps_its_words(
    cases: ConsoleSite, enter: Enter
) -> None:
    code = CaseCode("phuong-mau", cases.clock.now().date(), 2)
    with serving(cases) as url:
        one = enter(url, cases.officer(OFFICER))
        two = enter(url, cases.officer(LEAD))
        for page in (one, two):
            page.goto(f"{url}/can-bo/phan-anh/{code}")
        two.locator("#answer > summary").click()
        two.get_by_label("Câu trả lời").fill(GOOD)
        two.get_by_role("button", name="Xem trước").click()
        one.get_by_role("button", name="Nhận việc").click()
        expect(one.get_by_text("Anh/chị đã nhận")).to_be_visible()
        two.get_by_role("button", name="Gửi", exact=True).click()
        expect(two.get_by_role("alert").first).to_contain_text(f"{OFFICER} nhận việc lúc 08:00")
        expect(two.get_by_label("Câu trả lời (")).to_have_value(GOOD)
        assert cases.ward.row(code).state == CaseState.ASSIGNED
        looked_at(two)


@SIZES
def test_pages_of_dossiers_fit_and_axe_finds_nothing(
    office: OfficeSite, enter: Enter, size: tuple[int, int]
) -> None:
    late = office.office.dossier(*ACCEPTED, officer="Lê Thị Mẫu").code
    office.office.dossier(*DONE, number=2)
    lan = office.signed_in("Lê Thị Mẫu", Role.OFFICER)
    address = f"/can-bo/ho-so/{late}"
    lan.post(f"{address}/late", address, ngay="2026-11-30", ly_do="Chờ xác minh")
    head = office.signed_in("Đầu Mẫu", Role.HEAD)
    with serving(office) as url:
        page = enter(url, head, size)
        for path in ("/can-bo/viec", "/can-bo/ket-qua", "/can-bo/phieu", address, "/can-bo/ho-so"):
            page.goto(url + path)
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
