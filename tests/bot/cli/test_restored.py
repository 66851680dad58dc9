"""`motcua db restored`, `doctor`: what waits after a restore, and what a person says."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.database import make_engine
from bot.guard import RestoreGuard
from bot.setup import mark_path
from handlers.clock import SystemClock
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store import contacts, queueing
from handlers.store.queueing import Message
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A ward that has run, and has two notices to send: one now, one tomorrow."""
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    assert run("db", "upgrade")[0] == 0
    settings, now = load_settings(), SystemClock().now()
    made, key = Store(make_engine(settings.database.url)), settings.commune.key
    RestoreGuard(made, mark_path(settings), SystemClock()).begin()
    with made.work() as work:
        name = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "b", now)
        contact = contacts.open_contact(work, contacts.endpoint_of(work, name), "1", "", now)
        for hours in (0, 24):
            due = now + timedelta(hours=hours)
            reply = Reply((Paragraph(f"Nhắc {hours}"),))
            late = due + timedelta(days=1)
            message = Message(f"notice:{hours}", reply, due, late, OutboxKind.NOTICE)
            assert queueing.queue(work, key, name, contact, message)
        work.commit()
    return made


def test_a_person_lists_and_decides(store: Store) -> None:
    assert "gửi như thường" in run("db", "restored")[1]
    assert run("db", "restored", "--close", "--by", "Minh, quản trị")[0] == 1
    later = f"{SystemClock().now() + timedelta(hours=1):%Y-%m-%dT%H:%M%z}"
    code, said = run("db", "restored", "--declare", later, "--by", "Minh, quản trị")
    assert code == 0
    assert "cán bộ báo đã khôi phục" in said
    assert "telegram, tin báo riêng: 2 tin (1 có thể đã gửi)" in said
    assert "--release-new" in said
    assert "[phải sửa] Dữ liệu vừa khôi phục" in run("doctor")[1]
    assert run("db", "restored", "--close")[0] == 2
    assert run("db", "restored", "--close", "--release-all", "--by", "Minh, quản trị")[0] == 2
    assert run("db", "restored", "--release-new", "--by", "Minh, quản trị")[0] == 0
    assert "gửi như thường" in run("db", "restored")[1]
    assert "Dữ liệu vừa khôi phục" not in run("doctor")[1]
    mark = mark_path(load_settings())
    assert mark is not None
    assert RestoreGuard(store, mark, SystemClock()).begin() == ""
    store.engine.dispose()
