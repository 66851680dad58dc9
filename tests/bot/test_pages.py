"""The public pages' content, from the shipped knowledge."""

from dataclasses import dataclass
from datetime import datetime

from bot.channels.terminal.render import text_of
from bot.dialogue import NothingKept
from bot.pages import KnowledgePages
from handlers.clock import LOCAL
from knowledge.base import KnowledgeBase
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=LOCAL)


@dataclass(frozen=True, slots=True)
class Shipped:
    """The shipped knowledge, whatever the hour."""

    base: KnowledgeBase

    def at(self, now: datetime) -> KnowledgeBase:
        """The same at any time."""
        del now
        return self.base


def test_the_hours_page_says_where_to_come_whom_to_call_and_when_the_head_receives() -> None:
    base = shipped_base()
    pages = KnowledgePages(Shipped(base), NothingKept(), FakeClock(NOON))

    text = text_of((pages.hours(NOON),))

    assert "đang mở cửa, đến 11:30.\nCông an phường: " in text
    psc = base.commune.desks["psc"]
    for fact in (psc.address, psc.phone, base.commune.hotline.number, "Ngày tiếp: "):
        assert fact in text
