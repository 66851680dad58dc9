"""The clock is set while the whole program works: nobody is lost, muted or told twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.product import wait_for
from tests.fakes.telegram.faults import Fault
from tests.telegram.whole_program import HOUR, PATIENT, Bot, running

DAY = 24 * HOUR
MONTHS = 100 * DAY


def slow(bot: Bot, chat: int) -> Fault:
    """A message to this chat is under way until it is over, or for a while."""
    return bot.fail(status=200, delay=15.0, method="sendMessage", chat=chat)


@pytest.mark.timeout(240)
def test_whatever_the_clock_is_set_to_each_question_is_answered_once(
    tmp_path: Path, database_url: str
) -> None:
    with running(tmp_path, database_url) as bot:
        people = [bot.person(5_000 + number) for number in range(3)]
        bot.ask(*people)
        bot.hear(*people)
        for number, seconds in enumerate((45, HOUR, MONTHS, -MONTHS, -90, 0), 2):
            under_way = slow(bot, people[0].id)
            bot.ask(*people, words="/thutuc")
            bot.hear(*people[1:], number=number)
            assert len(people[0].hears) < number
            bot.set_clock(seconds)  # while the first one's answer is under way
            bot.server.do(under_way.over.set)
            bot.hear(*people, number=number)
        bot.quiet()
        assert all(status == 200 for one in people for status, _ in bot.calls(one.id))
        assert [len(bot.calls(one.id)) for one in people] == [7, 7, 7]


@pytest.mark.timeout(240)
def test_an_answer_that_waits_leaves_neither_too_soon_nor_never_when_the_clock_is_set(
    tmp_path: Path, database_url: str
) -> None:
    """The pause Telegram asked for is over when it is over, and the answer is still of use then."""
    with running(tmp_path, database_url) as bot:
        one, other = bot.person(5_001), bot.person(5_002)
        bot.wait_told(one.id, seconds=6)
        bot.ask(one)
        wait_for(lambda: bot.calls(one.id), PATIENT)
        bot.set_clock(3 * DAY)
        bot.hear(one)
        bot.ask(other)
        bot.hear(other)
        bot.quiet()
        assert bot.letters(one.id) == [("reply", "sent", None)]
        (refused, told), (sent, left) = bot.calls(one.id)
        assert (refused, sent) == (429, 200)
        assert left - told >= timedelta(seconds=6)
    assert [len(each.hears) for each in (one, other)] == [1, 1]


@pytest.mark.timeout(240)
def test_a_pause_told_by_a_clock_that_was_ahead_ends_when_it_is_put_right(
    tmp_path: Path, database_url: str
) -> None:
    with running(tmp_path, database_url) as bot:
        one = bot.person(5_001)
        bot.set_clock(MONTHS)
        bot.ask(one)
        bot.hear(one)
        bot.wait_told(one.id, seconds=3)
        bot.ask(one, words="/thutuc")
        bot.quiet()
        bot.set_clock(0)
        bot.hear(one, number=2)
        bot.quiet()
        assert [status for status, _ in bot.calls(one.id)] == [200, 429, 200]


@pytest.mark.timeout(240)
def test_what_was_leaving_before_the_clock_was_set_back_leaves_after_a_restart(
    tmp_path: Path,
) -> None:
    with running(tmp_path) as bot:
        one = bot.person(5_001)
        bot.set_clock(MONTHS)
        bot.fail(status=200, delay=30.0, method="sendMessage", chat=one.id)
        bot.ask(one)
        bot.stands(one.id, ("reply", "sending", None))
        bot.product.kill()
        bot.set_clock(0)
        bot.product.start()
        bot.hear(one)
        bot.quiet()
    assert len(one.hears) <= 2  # the part under way at the kill may have arrived
