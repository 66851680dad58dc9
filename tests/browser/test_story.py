"""One report from the first word to the public page, with the program killed twice on the way.

The whole program as a process; the strict Bot API on loopback for citizen, officers and their
group with topics; a real browser for the head and for whoever reads the public page.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from handlers.clock import SystemClock
from tests.browser.conftest import OFFICE
from tests.fakes.open_ward import open_always
from tests.fakes.set_clock import begins, set_by, until_morning
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer

GROUP = -1001
ROOM = "Nhóm Tổ Đô thị"
MATTER = (
    "Tôi là Lê Thị Nụ, số 0905 123 456. Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay, "
    "xe 79C1-123.45 tối nào cũng đậu che cột"
)


def in_days(number: int) -> str:
    """A day to promise something for, as an officer writes it."""
    day = SystemClock().now().date() + timedelta(days=number)
    return f"{day.day}/{day.month}"


CHANGED = f"thay bóng trước ngày {in_days(7)}"
PROMISED = f"kéo dây mới trước ngày {in_days(9)}"
VAGUE = "Phường ghi nhận và sẽ xem xét theo quy định."
FIRST = (
    f"Thưa anh/chị, Tổ Đô thị đã kiểm tra đèn đường hẻm 12 và sẽ {CHANGED}. "
    "Chủ xe đậu che cột đã được nhắc. Xin lỗi vì để anh/chị chờ."
)
SECOND = (
    f"Thưa anh/chị, Tổ Đô thị đã kiểm tra lại đèn đường hẻm 12, dây bị đứt nên sẽ {PROMISED}; "
    "chủ xe đậu che cột đã được nhắc tối qua. Cảm ơn anh/chị đã báo lại."
)
KILLS = 2
SECRETS = ("Thị Nụ", "0905 123", "123 456", "79C1", "123.45")


class Story:
    """Everybody in it."""

    def __init__(self, server: StrictServer, product: Product) -> None:
        self.server, self.product = server, product
        self._clock, self._ahead = product.log.with_name("clock"), timedelta(0)
        product.begins = begins(self._clock)
        api = server.api
        self.room: Chat = server.do(lambda: api.chats.open(GROUP, "supergroup", ROOM))
        self.room.privacy = self.room.forum = True
        self.lan = server.do(lambda: Person(api, 1001, "Chị Lan"))
        self.alone = server.do(lambda: Person(api, 5001, "Bạch"))
        self.officer = server.do(lambda: Person(api, 5001, "Bạch", self.room))
        self.head = server.do(lambda: Person(api, 5002, "Đầu"))

    def does(self, act: Callable[[], object]) -> None:
        """Somebody does something in Telegram."""
        self.server.do(act)

    def reads(self, who: Person, *parts: str, after: int = 0) -> str:
        """Somebody reads one message with all of this in it; its words."""

        def found() -> list[str]:
            heard = who.hears[after:]
            return [one for one in heard if all(part in one for part in parts)]

        try:
            wait_for(found)
        except AssertionError:
            raise AssertionError(f"not heard: {parts}; last: {who.hears[-3:]}") from None
        return found()[-1]

    def says(self, who: Person, words: str, *heard: str) -> str:
        """Somebody writes and reads the answer."""
        before = len(who.hears)
        self.does(lambda: who.says(words))
        return self.reads(who, *heard, after=before)

    def taps(self, who: Person, label: str, *heard: str) -> str:
        """Somebody taps and reads the answer."""
        before = len(who.hears)
        self.does(lambda: who.taps(label))
        return self.reads(who, *heard, after=before)

    def answers(self, to: str, words: str, *heard: str) -> str:
        """The officer replies to a message of the bot in the group, and reads on."""
        before = len(self.officer.hears)
        message = self.newest(to)
        thread = message.get("message_thread_id")
        quoted = {key: value for key, value in message.items() if key != "reply_to_message"}
        self.does(lambda: self.officer.sends(text=words, reply_to_message=quoted, thread=thread))
        return self.reads(self.officer, *heard, after=before)

    def newest(self, part: str) -> dict[str, Any]:
        """The bot's newest message in the group with these words."""
        said = self.server.api.sent(GROUP)
        return [one for one in said if part in one.get("text", "")][-1]

    def runs(self, *command: str) -> str:
        """A command on the ward's machine."""
        done = self.product.runs(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def killed_and_started(self) -> None:
        """The machine loses its power and gets it back."""
        self.product.kill()
        self.product.start()

    def morning_comes(self) -> None:
        """Citizens are written to again, whatever the hour of the test."""
        self._ahead = until_morning()
        set_by(self._clock, self._ahead.total_seconds())

    def takes_office(self) -> None:
        """Officer and head tie their chats; the group joins."""
        for name, role, chat in (
            ("Bạch Mẫu", "cán bộ", self.alone),
            ("Đầu Mẫu", "lãnh đạo", self.head),
        ):
            self.runs("staff", "add", name, role)
            code = _code(self.runs("staff", "link", name))
            self.says(chat, code, name)
        code = _code(self.runs("staff", "group", "code", "--unit", "do_thi"))
        self.says(self.officer, f"/nhom {code}", "Đã đăng ký", "Tổ Đô thị")

    def reports(self) -> str:
        """The citizen reports; the reference."""
        self.says(self.lan, "phản ánh", "việc gì, ở đâu")
        self.says(self.lan, MATTER, "việc ở khu phố")
        self.taps(self.lan, "Đúng rồi", "họ tên")
        told = self.taps(self.lan, "Gửi không kèm tên", "Đã nhận phản ánh PA-")
        return str(re.findall(r"PA-\d{6}-\d{3}", told)[0])

    def enters_console(self, browser: Browser) -> Page:
        """The head signs in by the code of the chat, and sets up the second factor."""
        told = self.says(self.head, "đăng nhập", "Mã vào trang làm việc")
        page = browser.new_context(viewport={"width": OFFICE[0], "height": OFFICE[1]}).new_page()
        page.goto(f"{self.product.url}/can-bo")
        page.get_by_label("Mã đăng nhập").fill(_code(told))
        page.get_by_role("button", name="Vào trang làm việc").click()
        page.get_by_role("button", name="Bắt đầu cài").click()
        secret = page.locator("code").inner_text().replace(" ", "")
        page.get_by_label("6 số").fill(pyotp.TOTP(secret).at(SystemClock().now() + self._ahead))
        page.get_by_role("button", name="Xong").click()
        self.reads(self.head, "Vừa có đăng nhập")
        return page


def _code(told: str) -> str:
    """The one-time code in a message or a command's output."""
    found = re.search(r"\b([0-9A-Z]{4,5}-[0-9A-Z]{4,5}|[0-9A-Z]{8,10})\b", told)
    assert found is not None, told
    return found.group(1)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with StrictServer() as server:
        product = Product(tmp_path, server.url, CONFIG=str(open_always(tmp_path)))
        story = Story(server, product)
        with product:
            yield story
        refused = [one.description for one in server.api.refused()]
        # what was leaving when it was killed leaves again: an edit then changes nothing
        assert [one for one in refused if "message is not modified" not in one] == []
        assert len(refused) <= KILLS


def test_a_report_is_answered_reopened_answered_again_and_published(
    story: Story, browser: Browser
) -> None:
    story.takes_office()
    story.morning_comes()
    code = story.reports()
    card = story.reads(story.officer, "Phản ánh mới", code, "Đèn đường", "Hạn trả lời")
    assert not [one for one in SECRETS[:3] if one in card]
    assert [code in name for name in story.room.topics.values()] == [True]

    story.taps(story.officer, "Nhận việc", f"Bạch Mẫu đã nhận {code}")
    story.answers("Hạn trả lời", VAGUE, "chưa đạt", "ngày hoặc bước tiếp theo")
    story.answers("chưa đạt", FIRST, "sẽ đọc", CHANGED)
    assert not [one for one in story.lan.hears if "thay bóng" in one]
    story.killed_and_started()  # the draft waits in its table
    story.taps(story.officer, "Gửi", f"đã trả lời {code}")
    story.reads(story.lan, CHANGED)

    story.says(story.lan, "chưa", "mở lại", "còn việc gì chưa ổn")
    story.reads(story.officer, f"Người gửi {code}")
    story.says(story.lan, "đèn vẫn tắt", "Em đã thêm")
    story.killed_and_started()
    story.answers("Hạn trả lời", SECOND, "sẽ đọc", "kéo dây mới")
    story.taps(story.officer, "Gửi", f"đã trả lời {code}")
    story.reads(story.lan, PROMISED)

    page = story.enters_console(browser)
    _publish(page, story.product.url, code)
    _is_public(page, story.product.url)
    assert story.product.stop() == 0
    assert not [one for one in ("Nụ", "0905 123", "Hoa Sữa") if one in story.product.said()]


def _publish(page: Page, url: str, code: str) -> None:
    """The head reads what is suggested to be hidden, and publishes."""
    page.goto(f"{url}/can-bo/phan-anh/{code}")
    expect(page.locator(".history")).to_contain_text("mở lại")
    page.get_by_role("link", name="Công khai").click()
    words = page.locator("#cau_hoi").input_value()
    assert not [one for one in SECRETS if one in words]
    page.get_by_label("Tôi đã đọc lại").check()
    page.get_by_role("button", name="Công khai", exact=True).click()
    expect(page.get_by_text("Đã công khai")).to_be_visible()


def _is_public(page: Page, url: str) -> None:
    """A stranger reads question and last answer, and nothing of who asked."""
    stranger = page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    stranger.goto(f"{url}/phan-anh")
    stranger.locator(".answers a").first.click()
    expect(stranger.locator("main")).to_contain_text(PROMISED)
    shown = stranger.content()
    assert not [one for one in (*SECRETS, "PA-") if one in shown]
