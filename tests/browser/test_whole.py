"""The whole program as it is installed: `motcua serve`, its catalogue, a browser."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import connect
from threading import Event
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Page, expect

from handlers.sample_ward import sample_codes, shelf_code
from tests.browser.conftest import OFFICE, PHONE, free_port
from tests.browser.test_accessibility import findings
from tests.fakes.set_clock import begins, until_morning

CANARY = "chim hoàng yến số chín"
START_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Program:
    """The running program."""

    process: subprocess.Popen[bytes]
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Where it serves."""
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """What it wrote so far."""
        return (self.folder / "log").read_text("utf-8")

    def stored(self) -> str:
        """Every row of the database as text."""
        with closing(connect(self.folder / "motcua.db")) as database:
            return "\n".join(database.iterdump())


SERVE = ("-c", "from bot.cli import main; main()", "serve")


@contextmanager
def serving(folder: Path, port: int, begins: tuple[str, ...] = SERVE) -> Iterator[Program]:
    """`motcua serve` on a database of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}  # noqa: TID251  a subprocess needs a PATH
    settings = {
        "MOTCUA_DATABASE__URL": f"sqlite:///{folder}/motcua.db",
        "MOTCUA_WEB__PORT": str(port),
    }
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *begins],
            cwd=ROOT,
            env=kept | settings,
            stdout=log,
            stderr=log,
        )
    program = Program(process, folder, port)
    try:
        _wait_until_ready(program)
        yield program
    finally:
        process.terminate()
        process.wait(20)


def _wait_until_ready(program: Program) -> None:
    pause = Event()
    for _ in range(START_SECONDS * 10):
        if program.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{program.url}/readyz") as answer:
                if answer.status == 200:
                    return
        except URLError:
            pause.wait(0.1)
    pytest.fail(f"motcua serve did not become ready:\n{program.log()}")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """One program for the module, whatever the hour."""
    folder = tmp_path_factory.mktemp("whole")
    with serving(folder, free_port(), begins(folder / "clock", until_morning())) as made:
        yield made


def visit(browser: Browser, program: Program, *, script: bool = True) -> Page:
    """A fresh visitor's page."""
    context = browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        java_script_enabled=script,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(program.url)
    return page


def ask(page: Page, text: str) -> None:
    """Type a question and send it."""
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.get_by_role("button", name="Gửi").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_question_without_marks_gets_its_procedure(
    browser: Browser, program: Program, *, script: bool
) -> None:
    page = visit(browser, program, script=script)
    ask(page, "dang ky ket hon can giay to gi")
    expect(page.locator("#log .bot")).to_contain_text("Tờ khai đăng ký kết hôn")
    page.reload()
    expect(page.locator("#log .bot")).to_contain_text("Tờ khai đăng ký kết hôn")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_follow_up_keeps_the_subject_and_a_typed_number_picks(
    browser: Browser, program: Program, *, script: bool
) -> None:
    page = visit(browser, program, script=script)
    ask(page, "khai sinh")
    expect(page.locator("#log .bot .choices.now .n").first).to_have_text("1")
    label = page.locator("#log .bot .choices.now button span:last-child").first.inner_text()
    ask(page, "1")
    expect(page.locator("#log .bot")).to_have_count(2)
    expect(page.locator("#log .bot").last).to_contain_text("Tờ khai đăng ký khai sinh")
    assert label


def tap(page: Page, label: str) -> None:
    """Press the first choice now offered that holds these words."""
    page.locator("#log .choices.now button", has_text=label).first.click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_dossier_is_shown_by_its_code_and_the_four_digits_which_are_not_kept(
    browser: Browser, program: Program, *, script: bool
) -> None:
    codes, four = sample_codes()
    page = visit(browser, program, script=script)
    said = page.locator("#log .bot")
    ask(page, f"hồ sơ {codes[0]} tới đâu rồi")
    expect(page.locator("#log .choices.now")).to_contain_text("Đồng ý")
    tap(page, "Đồng ý")
    expect(page.locator("#log .choices.now")).to_contain_text("Nhập mã khác")
    before = said.count()
    ask(page, "0000")
    expect(said).to_have_count(before + 1)
    expect(said.last).not_to_contain_text("Tình trạng")
    ask(page, four)
    expect(said.last).to_contain_text("Tình trạng")
    expect(said.last).to_contain_text(codes[0])
    tap(page, "Vì sao ngày này?")
    expect(page.locator("#log .choices.now")).to_contain_text("Xem hồ sơ")
    ask(page, "theo dõi")
    expect(page.locator("#log .choices.now")).to_contain_text("Đồng ý nhận tin")
    with closing(connect(program.folder / "motcua.db")) as database:
        kept = database.execute("SELECT payload FROM inbound").fetchall()
    assert not any(f'"{four}"' in (row[0] or "") for row in kept)


def test_who_follows_the_finished_dossier_of_the_sample_is_told_within_a_minute(
    browser: Browser, program: Program
) -> None:
    """The register's word changes, and the open page says so by itself."""
    page = visit(browser, program)
    said = page.locator("#log .bot")
    ask(page, f"hồ sơ {shelf_code()} tới đâu rồi")
    tap(page, "Đồng ý")
    expect(page.locator("#log .choices.now")).to_contain_text("Nhập mã khác")
    ask(page, sample_codes()[1])
    expect(said.last).to_contain_text("Tình trạng")
    ask(page, "theo dõi")
    tap(page, "Đồng ý nhận tin")
    expect(page.locator("#log .choices.now")).not_to_contain_text("Đồng ý nhận tin")
    before = said.count()
    expect(said).to_have_count(before + 1, timeout=60_000)
    expect(said.last).to_contain_text(f"mã kết thúc bằng {shelf_code()[-4:]}")
    expect(said.last).to_contain_text("Quầy xác nhận đã có kết quả")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?thu-tuc=1.001193",
        "/thu-tuc",
        "/thu-tuc?viec=sinh-con",
        "/thu-tuc?linh-vuc=ho-tich",
        "/thu-tuc/1.001193",
        "/in/1.001193",
        "/gio-lam-viec",
        "/quyen-rieng-tu",
    ],
)
def test_axe_finds_nothing_on_the_real_pages(browser: Browser, program: Program, path: str) -> None:
    page = visit(browser, program)
    page.goto(program.url + path)
    assert findings(page) == []


def test_axe_finds_nothing_in_a_real_conversation(browser: Browser, program: Program) -> None:
    page = visit(browser, program)
    for n, question in enumerate(("khai sinh", "1", "dang ky ket hon can giay to gi")):
        ask(page, question)
        expect(page.locator("#log .bot")).to_have_count(n + 1)
    assert findings(page) == []


def test_every_public_page_of_the_catalogue_opens(browser: Browser, program: Program) -> None:
    page = visit(browser, program)
    for path in ("/thu-tuc", "/gio-lam-viec", "/quyen-rieng-tu"):
        page.goto(program.url + path)
        expect(page.locator("h1")).to_be_visible()
    page.goto(program.url + "/thu-tuc?viec=sinh-con")
    page.locator(".list a").first.click()
    expect(page.locator("ul.checks").first).to_be_visible()
    page.get_by_role("link", name="In giấy tờ cần mang").click()
    expect(page.locator("ul.checks").first).to_be_visible()


def test_a_person_s_words_reach_no_log_and_are_gone_once_erased(
    browser: Browser, program: Program
) -> None:
    page = visit(browser, program)
    page.goto(f"{program.url}/?hoi={CANARY}")
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#log .bot")).to_have_count(1)
    assert CANARY in program.stored()
    page.get_by_role("link", name="Xoá cuộc trò chuyện này").click()
    page.get_by_role("button", name="Xoá").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã xoá")
    assert CANARY not in program.stored()
    assert CANARY not in program.log()
    assert "hoàng" not in program.log()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_locked_database_keeps_the_words_in_the_box(
    browser: Browser, program: Program, *, script: bool
) -> None:
    page = visit(browser, program, script=script)
    with closing(connect(program.folder / "motcua.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        ask(page, "dang ky ket hon can giay to gi")
        expect(page.get_by_role("alert")).to_contain_text("chưa nhận được tin", timeout=25_000)
        box = page.get_by_label("Câu hỏi của anh/chị")
        expect(box).to_have_value("dang ky ket hon can giay to gi")
        other.rollback()
    page.get_by_role("button", name="Gửi").click()
    expect(page.locator("#log .bot")).to_have_count(1)


def test_a_cookie_stands_nowhere_in_the_database(browser: Browser, program: Program) -> None:
    page = visit(browser, program)
    ask(page, "xin chào")
    expect(page.locator("#log .bot")).to_have_count(1)
    (cookie,) = page.context.cookies()
    assert str(cookie["value"]) not in program.stored()


def test_an_open_page_outlives_a_restart_of_the_program(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as program:
        page = visit(browser, program)
        ask(page, "xin chào")
        expect(page.locator("#log .bot")).to_have_count(1)
        program.process.send_signal(signal.SIGTERM)
        assert program.process.wait(10) == 0
        assert "Traceback" not in program.log()
    with serving(tmp_path, port) as program:
        ask(page, "dang ky ket hon can giay to gi")
        expect(page.locator("#log .bot")).to_have_count(2)
        page.reload()
        expect(page.locator("#log .bot")).to_have_count(2)


def test_an_office_screen_shows_the_answer_without_scrolling_sideways(
    browser: Browser, program: Program
) -> None:
    page = visit(browser, program)
    page.set_viewport_size({"width": OFFICE[0], "height": OFFICE[1]})
    ask(page, "đăng ký khai sinh")
    expect(page.locator("#log .bot")).to_have_count(1)
    assert page.locator("html").evaluate("e => e.scrollWidth") == OFFICE[0]
