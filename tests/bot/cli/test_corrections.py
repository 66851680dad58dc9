"""`motcua corrections`: from a changed overlay to the letters, through the real catalogue."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.database import make_engine
from bot.knowledge import knowledge_of
from handlers.clock import SystemClock
from handlers.inbox import Inbox
from handlers.messages import Address, ChannelName, Inbound
from handlers.router import Router
from handlers.store import contacts
from handlers.store.personal import StoredPersonalRecords
from handlers.store.tables import OutboxRow, table_of
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from scheduler import jobs

CODE = "2.000815"
BASIS = "Căn cứ (số nghị quyết, quyết định)"
OUTBOX = table_of(OutboxRow)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    for line in (["db", "upgrade"], ["staff", "add", "Hoa", "phụ trách một cửa"]):
        assert run(*line)[0] == 0
    return Store(make_engine(load_settings().database.url))


def fee(folder: Path, amount: str) -> None:
    """The ward fills in its own fee and loads the sheet."""
    sheet = folder / "bang.csv"
    assert run("catalogue", "overlay", "--template", str(sheet))[0] == 0
    rows = list(csv.reader(sheet.read_text(encoding="utf-8-sig").splitlines()))
    fees, basis = rows[0].index("Lệ phí tại địa phương"), rows[0].index(BASIS)
    for row in rows[1:]:
        if CODE in row:
            row[fees], row[basis] = amount, "NQ 01/2026/NQ-HĐND"
    with sheet.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    code, said = run("catalogue", "overlay", str(sheet), "--by", "Hoa, phụ trách")
    assert code == 0, said


def works(store: Store) -> None:
    """A process starts, reads its records and does the job of its minute."""
    settings = load_settings()
    ward = ward_of(settings.commune, knowledge_of(settings, store).at)
    more = True
    while more:
        with store.work() as work:
            more = jobs.correct(ward, work, SystemClock().now())
            work.commit()


def asks(store: Store, text: str) -> None:
    settings, now = load_settings(), SystemClock().now()
    router = Router(knowledge_of(settings, store).at, StoredPersonalRecords(store))
    with store.work() as work:
        key = settings.commune.key
        endpoint = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "bot", now)
        work.commit()
    inbox = Inbox(store, router, SystemClock())
    stored = inbox.receive(Inbound(Address(endpoint, "1"), "m1", now, text=text))
    assert stored is not None
    inbox.handle(stored.id)


def test_from_a_changed_fee_to_the_letter(store: Store, tmp_path: Path) -> None:
    fee(tmp_path, "9.000")
    works(store)
    asks(store, "lệ phí chứng thực bản sao từ bản chính")
    assert run("corrections", "list")[1].startswith("Chưa có")
    fee(tmp_path, "7.000")
    works(store)
    assert "chờ cán bộ cho gửi" in run("corrections", "list")[1]
    said = run("corrections", "show", "1")[1]
    assert said.index("9.000đ") < said.index("7.000đ")
    assert "1 người" in said
    assert "Mã kiểm tra:" in said
    assert run("corrections", "send", "1", "--by", "Nobody")[0] == 1
    assert run("corrections", "send", "1", "--by", "Hoa", "--since", "soon")[0] == 2
    assert run("corrections", "send", "1", "--by", "Hoa", "--since", "2026-12-01")[0] == 0
    works(store)
    works(store)
    with store.read() as work:
        bodies = list(work.connection.execute(
            select(OUTBOX.c.body).where(OUTBOX.c.key.like("correction:%"))
        ).scalars())  # fmt: skip
    assert len(bodies) == 1
    assert "từ 1/12/2026" in bodies[0]
    assert "đã gửi" in run("corrections", "list")[1]
    assert run("corrections", "send", "1", "--by", "Hoa")[0] == 1
    assert run("corrections", "show", "7")[0] == 1
    store.engine.dispose()
