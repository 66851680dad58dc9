"""The whole program: backed up amid sending, sent on, put back; then only what a person lets go."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer
from tests.telegram import urgent
from tests.telegram.killing import QUESTION, chats_of, queue_notices

READERS = 30
SLOW, FAST = "1", "25"
"""Messages a second: half a minute's sending, so that a backup falls amid it on a busy machine too;
and what is let go later need not take so long."""
OPEN = text(
    "SELECT contact.chat AS chat FROM outbox JOIN contact ON contact.id = outbox.contact "
    "WHERE outbox.status IN ('queued', 'sending', 'held', 'withheld')"
)


class Town:
    """Readers, and the program that writes to them."""

    def __init__(self, server: StrictServer, folder: Path, database: str) -> None:
        self.server, self.database, self.folder = server, database, folder
        self.readers = [
            server.do(partial(Person, server.api, 20_000 + number)) for number in range(READERS)
        ]
        self.talker = server.do(partial(Person, server.api, 6_000))
        self.product = self._program(SLOW)

    def _program(self, pace: str) -> Product:
        keys = {
            f"KEYS__{one}_FILE": f"{self.folder}/{one}.key" for one in ("VAULT", "FACTOR", "LINK")
        }
        files = f"{self.folder}/files"
        settings = {"TELEGRAM__PER_SECOND": pace, "FILES__FOLDER": files, **keys}
        return Product(self.folder, self.server.url, self.database, **settings)

    def heard(self) -> int:
        return sum(len(one.hears) for one in self.readers)

    def open(self) -> set[str]:
        """Readers who are still to get something."""
        return set(chats_of(self.database, OPEN)) - {str(self.talker.id)}

    def asks(self) -> None:
        """A citizen who writes is answered, whatever is held."""
        before = len(self.talker.hears)
        self.server.do(partial(self.talker.says, QUESTION))
        wait_for(lambda: len(self.talker.hears) > before)

    def does(self, *command: str) -> str:
        done = self.product.runs(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def backed_up_amid_sending_and_put_back(self) -> tuple[int, str]:
        """How many were heard when it ended, and what the restore said."""
        kept = self.folder / "kept"
        kept.mkdir()
        self.product.start()
        wait_for(lambda: self.heard() >= 2)
        assert "Đã sao lưu" in self.does("backup", str(kept))
        (file,) = kept.iterdir()
        amid = self.heard()
        running = self.product.runs("restore", str(file), "--replace")
        assert running.returncode == 2
        assert "dừng motcua serve" in running.stderr
        wait_for(lambda: self.heard() >= amid + 2)
        self.product.kill()
        heard = self.heard()
        assert self.product.runs("restore", str(file)).returncode == 1
        said = self.does("restore", str(file), "--replace")
        self.product = self._program(FAST)
        self.product.start()
        self.asks()
        assert self.heard() == heard
        return heard, said


def notices(url: str, readers: Sequence[int]) -> None:
    """Alerts of every reader."""
    queue_notices(url, readers)


def broadcast(url: str, readers: Sequence[int]) -> None:
    """An urgent text to all of them."""
    urgent.start(url, readers)


@pytest.fixture
def town(tmp_path: Path, database_url: str, request: pytest.FixtureRequest) -> Iterator[Town]:
    begin: Callable[[str, Sequence[int]], None] = request.param
    with StrictServer() as server:
        made = Town(server, tmp_path, database_url)
        begin(made.database, [one.id for one in made.readers])
        try:
            yield made
        finally:
            made.product.kill()


@pytest.mark.parametrize("town", [notices, broadcast], indirect=True)
def test_only_what_a_person_lets_go_leaves(town: Town) -> None:
    heard, said = town.backed_up_amid_sending_and_put_back()
    held = town.open()
    (number,) = map(int, re.findall(r"telegram, .*: (\d+) tin \(", said))
    assert 0 < number == len(held) < READERS
    assert "ĐANG GIỮ LẠI" in said
    before = {str(one.id): len(one.hears) for one in town.readers}

    town.does("db", "restored", "--release-all", "--by", "Minh, quản trị")
    wait_for(lambda: not town.open())
    assert town.heard() == heard + number
    again = {str(one.id) for one in town.readers if len(one.hears) > before[str(one.id)]}
    assert again == held
    assert all(one.hears for one in town.readers)
    assert town.product.stop() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("town", [broadcast], indirect=True)
def test_what_a_person_drops_never_leaves(town: Town) -> None:
    heard, _ = town.backed_up_amid_sending_and_put_back()
    town.does("db", "restored", "--close", "--by", "Minh, quản trị")
    assert not town.open()
    town.asks()
    assert town.product.stop() == 0
    assert town.heard() == heard
