"""A citizen on the page meets a full database: the words stay with them and nothing is lost."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from bot.app import Core, _web_app
from bot.config import DEFAULT_FILE, load_settings
from bot.setup import prepare_database
from tests.fakes.clock import FakeClock

QUESTION = "dang ky ket hon can giay to gi"
LONG = "dang ky ket hon can giay to gi ạ " * 100
"""Fills what is left of the last page."""
ORIGIN = "http://testserver"


class Disk:
    """SQLite's page limit stands in for the disk; it counts per connection."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._pages: int | None = None
        event.listen(core.engine, "checkout", self._checkout)

    def fill(self) -> None:
        """Not one page more."""
        with self._core.store.read() as work:
            count = work.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        self._pages = int(count)

    def free(self) -> None:
        """There is room again."""
        self._pages = 2**30

    def _checkout(self, connection: object, *_: object) -> None:
        if self._pages is not None:
            connection.execute(f"PRAGMA max_page_count = {self._pages}")  # type: ignore[attr-defined]


@pytest.fixture
def core(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Core]:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/ward.db")
    settings = load_settings(DEFAULT_FILE)
    prepare_database(settings)
    core = Core(settings, clock)
    yield core
    core.engine.dispose()


def asks(client: TestClient, text: str) -> str:
    """The page after a question without JavaScript."""
    page = client.get("/").text
    nonce = re.search(r'name="nonce"[^>]*value="([^"]*)"', page)
    target = re.search(r'<form[^>]*method="post"[^>]*action="([^"]+)"', page)
    body = {"text": text, "nonce": nonce.group(1) if nonce else ""}
    return client.post(target.group(1) if target else "/", data=body).text


def stored(core: Core) -> int:
    with core.store.read() as work:
        return int(work.connection.exec_driver_sql("SELECT count(*) FROM inbound").scalar_one())


def test_the_words_stay_in_the_box_and_are_answered_once_there_is_room(core: Core) -> None:
    disk = Disk(core)
    with TestClient(_web_app(core), headers={"Origin": ORIGIN}) as client:
        assert client.portal is not None
        client.portal.call(core.start)
        assert "Tờ khai đăng ký kết hôn" in asks(client, QUESTION)
        disk.fill()
        for taken in range(200):
            page = asks(client, f"{LONG} {taken}")
            if 'role="alert"' in page:
                break
        else:
            raise AssertionError("the database was never full")

        assert "chưa nhận được tin" in page
        assert f"{LONG} {taken}" in unescape(page)
        assert "Traceback" not in page
        before = stored(core)

        disk.free()
        assert "Tờ khai đăng ký kết hôn" in asks(client, QUESTION)
        assert stored(core) == before + 1
        client.portal.call(core.stop)
