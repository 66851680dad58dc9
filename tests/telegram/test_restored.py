"""The whole program on a database put back from a backup: it answers, and repeats nothing."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer
from tests.telegram import urgent
from tests.telegram.killing import QUESTION, queue_notices

READERS = 30


def notices(url: str, readers: Sequence[int]) -> None:
    """Alerts of every reader."""
    queue_notices(url, readers)


def broadcast(url: str, readers: Sequence[int]) -> None:
    """An urgent text to all of them, still being queued or under way."""
    urgent.start(url, readers)


@pytest.mark.parametrize("begin", [notices, broadcast])
def test_backup_send_restore_start(
    tmp_path: Path, begin: Callable[[str, Sequence[int]], None]
) -> None:
    url, file = f"sqlite:///{tmp_path}/ward.db", tmp_path / "ward.db"
    with StrictServer() as server:
        readers = [
            server.do(partial(Person, server.api, 20_000 + number)) for number in range(READERS)
        ]
        begin(url, [one.id for one in readers])
        with Product(tmp_path, server.url, url, TELEGRAM__PER_SECOND="10") as product:
            wait_for(lambda: any(one.hears for one in readers))
            with sqlite3.connect(file) as live, sqlite3.connect(tmp_path / "kept.db") as kept:
                live.backup(kept)  # in the midst of it
            wait_for(lambda: all(one.hears for one in readers))
            product.kill()
            for beside in tmp_path.glob("ward.db*"):
                beside.unlink()
            shutil.copy(tmp_path / "kept.db", file)

            product.start()
            talker = server.do(partial(Person, server.api, 6_000))
            server.do(partial(talker.says, QUESTION))
            wait_for(lambda: talker.hears)
            assert all(len(one.hears) == 1 for one in readers)

            listed = product.runs("db", "restored").stdout
            assert "ĐANG GIỮ LẠI" in listed
            assert "có thể đã gửi" in listed
            both = product.runs("db", "restored", "--release-new", "--close", "--by", "Minh")
            assert both.returncode == 2
            assert product.runs("db", "restored", "--release-new").returncode == 2
            done = product.runs("db", "restored", "--release-new", "--by", "Minh")
            assert done.returncode == 0, done.stderr
            assert "gửi như thường" in product.runs("db", "restored").stdout
            server.do(partial(talker.says, QUESTION))
            wait_for(lambda: len(talker.hears) >= 2)
            assert product.stop() == 0
        assert all(len(one.hears) == 1 for one in readers)
