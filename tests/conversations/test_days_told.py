"""The day of a birth or death told beside another question: its limit is told with the answer."""

import pytest

from bot.dialogue import Dialogue, router_of
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import NOON, Citizen

SUNDAY = "Hạn là Chủ nhật 6/12/2026, hôm đó không làm việc; anh/chị nên đi chậm nhất thứ Sáu 4/12"


def test_papers_asked_with_the_day_come_with_the_last_open_day(citizen: Citizen) -> None:
    citizen.says("Ba em mất ngày 21/11/2026, đăng ký khai tử cần giấy tờ gì")

    citizen.hears("xin chia buồn", "Giấy báo tử", SUNDAY)
    citizen.hears_nothing_of("nhớ đi làm")


def test_papers_and_the_last_day_asked_at_once_are_both_told(citizen: Citizen) -> None:
    citizen.says("Ba em mất ngày 21/11, đăng ký khai tử cần giấy tờ gì và hạn chót ngày nào")

    citizen.hears(SUNDAY, "Giấy báo tử", "Cách tính")


def test_a_day_alone_asks_for_the_limit_of_what_was_talked_about(citizen: Citizen) -> None:
    citizen.says("đăng ký khai tử cần giấy tờ gì")
    citizen.says("ba tôi mất ngày 21/11")

    citizen.hears(SUNDAY)
    citizen.hears_nothing_of("Giấy tờ cần có")


def test_of_two_days_the_one_of_the_death_counts(citizen: Citizen) -> None:
    citizen.says("ba tôi sinh ngày 1/1/1950, mất ngày 21/11/2026, hạn khai tử tới ngày nào")

    citizen.hears(SUNDAY)


def test_born_yesterday_is_a_day_and_no_lateness(citizen: Citizen) -> None:
    citizen.says("con em sinh hôm qua, hạn khai sinh tới ngày nào")

    citizen.hears("đăng ký khai sinh", "Hạn là", "21/1/2027")
    citizen.hears_nothing_of("Đăng ký quá 60 ngày")


def test_a_limit_gone_by_leads_with_the_fee_of_the_late(citizen: Citizen) -> None:
    citizen.says("đăng ký khai tử lệ phí bao nhiêu, má tôi mất 1/8/2026")

    citizen.hears("quá 15 ngày kể từ ngày mất (trường hợp anh/chị hỏi)", "nay đã qua")
    citizen.hears_nothing_of("nhớ đi làm")


@pytest.mark.parametrize(
    "text",
    [
        "đăng ký khai tử mất 5-10 ngày hả, lệ phí sao",
        "đăng ký khai tử lệ phí bao nhiêu, ba tôi mất rồi, 21/11 tôi mới về",
    ],
)
def test_another_number_is_no_day_of_a_death(citizen: Citizen, text: str) -> None:
    citizen.says(text)

    citizen.hears("Lệ phí", "nhớ đi làm trong 15 ngày")


def test_the_words_that_told_the_day_are_wiped(base: KnowledgeBase) -> None:
    dialogue = Dialogue(router_of(base), NOON)

    told = dialogue.says("Ba em mất ngày 21/11/2026, đăng ký khai tử cần giấy tờ gì")

    assert [type(one).__name__ for one in told.commands] == ["WipeInbound"]
    assert "21/11" not in str(told.told)
