"""An officer works a case in a Zalo chat of the whole program: no button, every step over HTTP."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from handlers.clock import SystemClock
from knowledge.text.folding import fold
from tests.fakes.open_ward import open_always
from tests.fakes.set_clock import begins, set_by, until_morning
from tests.fakes.zalo_bot.people import Person
from tests.fakes.zalo_bot.product import PATH, SECRET, Product, wait_for
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer

MATTER = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay, số của tôi 0905 123 456"
VAGUE = "Phường ghi nhận và sẽ xem xét theo quy định."
DAY = SystemClock().now().date() + timedelta(days=7)
CHANGED = f"thay bóng trước ngày {DAY.day}/{DAY.month}"
ANSWER = (
    f"Thưa anh/chị, Tổ Đô thị đã kiểm tra đèn đường hẻm 12 và sẽ {CHANGED}. "
    "Xin lỗi vì để anh/chị chờ."
)


class Story:
    """Everybody in it."""

    def __init__(self, server: ZaloServer, product: Product) -> None:
        self.server, self.product = server, product
        self._clock = product.log.with_name("clock")
        product.begins = begins(self._clock)
        self.lan, self.hung, self.bach = (self._person(one) for one in ("lan", "hung", "bach"))

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
        self._does(lambda: who.says(words))
        return self.reads(who, *heard, after=before)

    def chooses(self, who: Person, label: str, *heard: str) -> str:
        """Types what stands before the newest choice that begins so, and reads the answer."""
        lines = [line for said in who.hears for line in said.splitlines()]
        found = [one for one in lines if fold(one.partition(". ")[2]).startswith(fold(label))]
        assert found, f"no choice {label!r} in: {who.hears[-2:]}"
        return self.says(who, found[-1].partition(".")[0], *heard)

    def takes_office(self) -> None:
        """The officer ties the chat, and the morning comes in which citizens are written to."""
        self.runs("staff", "add", "Bạch Mẫu", "cán bộ")
        told = self.runs("staff", "link", "Bạch Mẫu")
        code = re.search(r"\b([0-9A-Z]{4,5}-[0-9A-Z]{4,5}|[0-9A-Z]{8,10})\b", told)
        assert code is not None, told
        self.says(self.bach, code.group(0), "Bạch Mẫu")
        set_by(self._clock, until_morning().total_seconds())

    def reports(self) -> str:
        """The citizen reports; the reference."""
        self.says(self.lan, "phản ánh", "việc gì, ở đâu")
        self.says(self.lan, MATTER, "việc ở khu phố")
        self.chooses(self.lan, "Đúng rồi", "họ tên")
        told = self.chooses(self.lan, "Gửi không kèm tên", "Đã nhận phản ánh PA-")
        return str(re.findall(r"PA-\d{6}-\d{3}", told)[0])

    def runs(self, *command: str) -> str:
        """A command on the ward's machine."""
        done = self.product.runs(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def restarts(self) -> None:
        """The machine loses its power and gets it back."""
        self.product.kill()
        self.product.start()

    def _person(self, name: str) -> Person:
        return self.server.do(lambda: Person(self.server.api, name))

    def _does(self, act: Callable[[], object]) -> None:
        self.server.do(act)


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with ZaloServer() as server:
        server.api.webhook.update(url=PUBLIC + PATH, secret=SECRET)
        settings = {"CONFIG": str(open_always(tmp_path))}
        story = Story(server, Product(tmp_path, server, webhook=True, **settings))
        with story.product:
            yield story
        assert server.api.refused() == []


def test_a_case_goes_from_card_to_answer_in_an_officers_chat(story: Story) -> None:
    lan, hung, bach = story.lan, story.hung, story.bach
    story.takes_office()
    code = story.reports()

    card = story.reads(bach, "Phản ánh mới", code, "hẻm 12")
    claim = next(line for line in card.splitlines() if "Nhận việc" in line).partition(".")[0]
    before = len(hung.hears)
    assert "đã nhận phản ánh" not in story.says(hung, claim)  # the letters are the officer's alone
    assert len(hung.hears) == before + 1

    story.says(bach, claim.lower(), f"đã nhận phản ánh {code}")
    story.chooses(bach, "Trả lời")
    story.says(bach, VAGUE, "chưa đạt", "ngày hoặc bước tiếp theo")
    story.chooses(bach, "Sửa")
    preview = story.says(bach, ANSWER, "sẽ đọc", CHANGED)
    assert "Gửi" in preview
    assert not [one for one in lan.hears if CHANGED in one]
    story.restarts()  # the draft waits in its table
    story.chooses(bach, "Gửi", "Đã gửi trả lời")

    story.reads(lan, "đã có trả lời")
    assert [CHANGED in one for one in lan.hears].count(True) == 1
    story.chooses(lan, "Chưa", "còn việc gì chưa ổn")
    story.reads(bach, f"Người gửi {code}")
    assert story.product.stop() == 0
    said = story.product.said()
    assert [one for one in (lan.id, bach.id, "Hoa Sữa", "0905 123", CHANGED) if one in said] == []
