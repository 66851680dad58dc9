"""`motcua inbox`: what could not be read, as the administrator sees it: never a word of it."""

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.metrics import Metrics
from handlers.clock import SystemClock
from handlers.messages import ChannelName
from handlers.set_aside import Unread
from handlers.store import contacts, set_aside, views
from handlers.store.unit_of_work import Store

WORDS = "chim hoàng yến số chín"
TELEGRAM = {
    "update_id": 5,
    "message": {"message_id": 1, "chat": {"id": 9, "type": "private"}, "text": WORDS},
}
ZALO_BOT = {"event_name": "message.text.received", "message": {
    "message_id": "m1", "chat": {"id": "abc", "chat_type": "PRIVATE"}, "text": WORDS,
}}  # fmt: skip
ZALO_OA = {
    "event_name": "user_send_text",
    "timestamp": "1795651200000",
    "sender": {"id": "77"},
    "recipient": {"id": "31"},
    "message": {"msg_id": "m2", "text": WORDS},
}


@pytest.fixture
def ward(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Three messages a version could not read, and one nobody can."""
    at = SystemClock().now() - timedelta(minutes=5)
    with store.work() as work:
        contacts.ensure_commune(work, "phuong-mau", "Phường Mẫu", at)
        for channel, account, raw in (
            (ChannelName.TELEGRAM, "1", TELEGRAM),
            (ChannelName.ZALO_BOT, "2", ZALO_BOT),
            (ChannelName.ZALO_OA, "31", ZALO_OA),
            (ChannelName.ZALO_OA, "31", {"event_name": "user_send_text"}),
        ):
            name = contacts.ensure_endpoint(work, "phuong-mau", channel, account, at)
            text = json.dumps(raw)
            unread = Unread(name, f"{len(text)}", text, "message: KeyError", at)
            assert set_aside.keep(work, unread, "phuong-mau")
            assert not set_aside.keep(work, unread, "phuong-mau")
        work.commit()
    monkeypatch.setenv("MOTCUA_DATABASE__URL", store.engine.url.render_as_string(False))
    return store


def says(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


def test_what_is_kept_is_counted_without_a_word_of_it(ward: Store) -> None:
    code, said = says("inbox", "set-aside")
    assert code == 0, said
    assert "telegram: 1 tin, message: KeyError" in said
    assert "zalo_oa: 2 tin" in said
    assert WORDS not in said


def test_what_is_read_again_waits_for_its_answer(ward: Store) -> None:
    code, said = says("inbox", "set-aside", "--retry")
    assert code == 0, said
    assert "Đọc lại được 3 tin" in said
    assert "zalo_oa: 1 tin" in said
    assert "telegram" not in said
    with ward.read() as work:
        assert sum(views.health(work).inbound.values()) == 3
    assert "Đọc lại được 0 tin" in says("inbox", "set-aside", "--retry")[1]


def test_doctor_and_metrics_say_how_many(ward: Store) -> None:
    code, said = says("doctor")
    assert code == 1
    assert "4 tin từ các kênh chưa đọc được" in said

    class Knowledge:
        version = 0

    figures = Metrics(ward, SystemClock(), Knowledge()).text().decode()
    assert 'motcua_set_aside{endpoint="zalo_oa"} 2.0' in figures
