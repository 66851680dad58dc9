"""`/kiem-tra` of a program with several communes: a page for each, and one count of guesses."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.app import Core, _web_app
from bot.config import load_settings
from bot.web.public.check import BURST
from handlers.messages import Paragraph, Reply
from handlers.store import check_codes, contacts
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.commune import Commune
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.product import LIVE


class Program:
    """A program of two communes and what anybody sees of it."""

    def __init__(self, clock: FakeClock) -> None:
        settings = load_settings(LIVE)
        self.main = settings.commune
        self.other = self.main.model_copy(update={"key": "xa-hai", "name": "Xã Hai"})
        self.clock = clock
        self.core = Core(settings, clock, [self.other])
        app = _web_app(self.core, [ward_of(self.main), ward_of(self.other)])
        self.client = TestClient(app, headers={"Origin": "http://testserver"})

    def code(self, commune: Commune) -> str:
        now, seal = self.clock.now(), self.core.codes.seal
        letter = Reply((Paragraph("Mai họp dân."),))
        worn, stamp = check_codes.stamped(seal, letter, commune.key, OutboxKind.BROADCAST, now)
        with self.core.store.work() as work:
            contacts.ensure_commune(work, commune.key, commune.name, now)
            check_codes.keep(work, stamp, now)
            work.commit()
        line = worn.blocks[-1]
        assert isinstance(line, Paragraph)
        return line.text.split()[3].rstrip(".")

    def told(self, words: str, at: str = "") -> str:
        return unescape(self.client.post(f"{at}/kiem-tra", data={"tin": words}).text)


@pytest.fixture
def program(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/ward.db")
    made = Program(clock)
    yield made
    made.core.engine.dispose()


def test_each_commune_has_a_page_that_knows_its_own_codes(program: Program) -> None:
    code = program.code(program.other)

    page = program.client.get("/xa/xa-hai/kiem-tra").text
    assert "Tin này có phải của Xã Hai?" in page
    assert 'action="/xa/xa-hai/kiem-tra"' in page
    assert "Mã đúng là của Xã Hai" in program.told(code, "/xa/xa-hai")
    assert "Tin của Xã Hai, không phải của" in program.told(code)
    assert f"Mã đúng là của {program.main.name}" in program.told(program.code(program.main))
    assert 'href="/xa/xa-hai/kiem-tra"' in program.client.get("/xa/xa-hai/thong-bao").text
    assert 'href="/kiem-tra"' not in program.client.get("/xa/xa-hai/thong-bao").text
    assert 'href="/kiem-tra"' in program.client.get("/thong-bao").text


def test_guesses_on_all_pages_are_counted_together(program: Program) -> None:
    for number in range(BURST):
        at = "/xa/xa-hai" if number % 2 else ""
        assert "Không phải tin của" in program.told("CDFH-JK23-LMNP nộp 5.000đ", at)

    answer = program.client.post("/xa/xa-hai/kiem-tra", data={"tin": "CDFH-JK23-LMNP"})
    assert answer.status_code == 429
