"""The whole program told to wait by Telegram: whom that concerns, and for how long."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.postgres import Cluster
from tests.fakes.telegram.product import Product, wait_for
from tests.telegram.killing import queue_notices
from tests.telegram.whole_program import HOUR, PATIENT, running


def test_who_is_to_wait_shortly_waits_and_nobody_else(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one, other = bot.person(5_001), bot.person(5_002)
        bot.wait_told(one.id, seconds=2)
        bot.ask(one, other)
        bot.hear(one, other)
        bot.quiet()
        (first, told), (second, sent) = bot.calls(one.id)
        assert (first, second) == (429, 200)
        assert sent - told >= timedelta(seconds=2)
    assert [len(each.hears) for each in (one, other)] == [1, 1]


def test_a_chat_that_is_to_wait_for_an_hour_is_left_alone_for_it(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one, other = bot.person(5_001), bot.person(5_002)
        bot.wait_told(one.id, seconds=HOUR)
        bot.ask(one)
        wait_for(lambda: bot.calls(one.id), PATIENT)
        bot.ask(one, words="/thutuc")
        bot.ask(other)
        bot.hear(other)
        bot.quiet()
        assert [status for status, _ in bot.calls(one.id)] == [429]
        assert [letter[1] for letter in bot.letters(one.id)] == ["queued", "queued"]
        bot.let_pass(HOUR - 60)
        bot.ask(other)
        bot.hear(other, number=2)
        assert [status for status, _ in bot.calls(one.id)] == [429]
        bot.let_pass(HOUR + 60)
        bot.hear(one, number=2)
        bot.quiet()
    assert [len(each.hears) for each in (one, other)] == [2, 2]
    assert bot.letters(one.id) == [("reply", "sent", None)] * 2


def test_a_bot_that_is_to_wait_writes_to_nobody(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        told = [bot.person(5_001), bot.person(5_002)]
        later = bot.person(5_003)
        bot.hold_clock()  # two in one second, however busy the machine
        bot.wait_told(*(one.id for one in told), seconds=HOUR)
        bot.ask(*told)
        wait_for(bot.paused_until, PATIENT)
        bot.ask(later)
        bot.quiet()
        bot.stands(later.id, ("reply", "queued", None))
        assert bot.calls(later.id) == []
        bot.let_pass(HOUR + 60)
        bot.hear(*told, later)
        bot.quiet()
    assert [len(one.hears) for one in (*told, later)] == [1, 1, 1]


@pytest.mark.postgres
@pytest.mark.timeout(240)
def test_a_pause_of_the_bot_holds_for_every_process(
    tmp_path: Path, postgres_cluster: Cluster
) -> None:
    seconds, readers = 8, range(20_000, 20_040)
    (tmp_path / "second").mkdir()
    with running(tmp_path, postgres_cluster.new_database()) as bot:
        second = Product(tmp_path / "second", bot.server.url, bot.database)
        people = [bot.person(number) for number in readers]
        told = [bot.person(5_001 + number) for number in range(6)]
        with second:
            for _ in range(3):  # two in one second: on a busy machine perhaps not at once
                bot.wait_told(*(one.id for one in told), seconds=seconds)
            bot.ask(*told)
            wait_for(bot.paused_until, PATIENT)
            for fault in bot.api.faults:
                fault.times = 0
            until = bot.paused_until()
            queue_notices(bot.database, [one.id for one in people])
            bot.hear(*told, *people)
            assert second.stop() == 0
        assert until is not None
        assert all(at >= until for one in people for _, at in bot.calls(one.id))
    assert all(len(one.hears) == 1 for one in (*told, *people))
