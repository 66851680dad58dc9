"""Killed with SIGKILL again and again: nothing is lost, only parts in flight come twice."""

import random
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.database import upgrade
from tests.fakes.killable import CHATS
from tests.fakes.warm import Process

MESSAGES = 400
KILLS = 4
IN_FLIGHT = CHATS
"""Each chat is in order, so at most one part a chat is under way."""


class Life:
    """Lives of one ward on one database, ended at random."""

    def __init__(self, url: str, folder: Path, seed: int) -> None:
        self.url = url
        self.folder = folder
        self.random = random.Random(seed)  # noqa: S311 - moments of a test
        self.lives = 0
        for name in ("sent", "confirmed"):
            (folder / name).touch()

    def begin(self) -> Process:
        """Start a life some minutes after the last."""
        self.lives += 1
        arguments = [self.url, str(self.folder), str(MESSAGES), str(2 * self.lives)]
        return Process(("-m", "tests.fakes.killable", *arguments))

    def kill_while_sending(self) -> None:
        """Let it send some more, then kill it at a random point."""
        process = self.begin()
        goal = len(self.sent()) + self.random.randint(1, MESSAGES // (KILLS + 2))
        while len(self.sent()) < goal and process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.02)
        process.kill()
        process.wait()

    def end(self) -> None:
        """The last life answers everything."""
        assert self.begin().wait(timeout=240) == 0

    def sent(self) -> list[str]:
        """What left, in order."""
        return (self.folder / "sent").read_text().splitlines()


def test_killed_at_random_points_nothing_is_lost_and_order_holds(
    database_url: str, open_engine: Callable[[str], Engine], tmp_path: Path
) -> None:
    upgrade(open_engine(database_url))
    life = Life(database_url, tmp_path, seed=7)
    for _ in range(KILLS):
        life.kill_while_sending()
    life.end()
    sent = life.sent()
    expected = {f"chat-{n % CHATS} {n}{half}" for n in range(MESSAGES) for half in "ab"}
    assert set(sent) == expected
    repeats = len(sent) - len(expected)
    assert repeats <= KILLS * IN_FLIGHT
    assert max(Counter(sent).values()) <= 1 + KILLS
    for chat in range(CHATS):
        first_time = list(dict.fromkeys(line for line in sent if line.split()[0] == f"chat-{chat}"))
        order = [f"chat-{chat} {n}{half}" for n in range(chat, MESSAGES, CHATS) for half in "ab"]
        assert first_time == order


@pytest.mark.parametrize("name", ["sent", "confirmed"])
def test_a_life_without_kills_repeats_nothing(
    name: str, tmp_path: Path, open_engine: Callable[[str], Engine]
) -> None:
    url = f"sqlite:///{tmp_path}/ward.db"
    upgrade(open_engine(url))
    life = Life(url, tmp_path, seed=1)
    life.end()
    lines = (tmp_path / name).read_text().splitlines()
    assert len(lines) == len(set(lines)) == MESSAGES * (2 if name == "sent" else 1)
