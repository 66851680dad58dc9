"""`motcua broadcast` from the first word to the call list."""

import json
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.database import make_engine
from handlers.broadcasts import queueing
from handlers.clock import SystemClock
from handlers.messages import ChannelName
from handlers.store import contacts, subscriptions
from handlers.store.states import MAYBE_TWICE, ContactState
from handlers.store.tables import OutboxRow, table_of
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["broadcast", *arguments])
    return result.exit_code, result.output


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A ward with two officers and two readers, one of whom left the channel."""
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    for line in (["db", "upgrade"], ["staff", "add", "Lan", "cán bộ"]):
        assert CliRunner().invoke(app, line).exit_code == 0
    made = Store(make_engine(load_settings().database.url))
    now, key = SystemClock().now(), load_settings().commune.key
    with made.work() as work:
        contacts.ensure_commune(work, key, "Phường Mẫu", now)
        name = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "b", now)
        for chat in ("1", "2"):
            one = contacts.open_contact(work, contacts.endpoint_of(work, name), chat, "", now)
            subscriptions.ask(work, key, one, now)
        contacts.mark_contact(work, one, ContactState.BLOCKED)
        work.commit()
    return made


def queue(store: Store) -> None:
    more = True
    while more:
        with store.work() as work:
            now = SystemClock().now()
            more = queueing.step(work, ward_of(load_settings().commune), now)
            work.commit()


def test_from_the_first_word_to_the_call_list(store: Store) -> None:
    text = "Ngày {ngay} cúp nước tại {phuong}."
    assert run("new", "--text", text, "--by", "Lan")[0] == 1
    code, said = run("new", "--text", text, "--set", "ngay=25/12", "--by", "Lan")
    assert (code, "preview 1" in said) == (0, True)
    said = run("preview", "1")[1]
    assert "Ngày 25/12 cúp nước tại Phường Mẫu." in said
    assert "telegram: 2 người; 1 tin nhắn" in said
    assert "chưa gửi được 1: họ chặn hoặc rời kênh" in said
    assert run("start", "1", "--by", "Nobody")[0] == 1
    assert run("start", "1", "--by", "Lan")[0] == 0
    queue(store)
    assert json.loads(run("show", "1", "--json")[1])["queued"] == 2
    assert "telegram: họ chặn hoặc rời kênh" in run("calls", "1")[1]
    assert run("pause", "1", "--by", "Lan")[0] == 0
    assert "tạm dừng" in run("show", "1")[1]
    assert run("cancel", "1", "--by", "Lan")[0] == 0
    assert "tin đã huỷ" in run("show", "1")[1]
    assert "1. đã huỷ" in run("list")[1]
    assert run("resume", "1", "--by", "Lan") == (1, "Tin đã huỷ thì không làm được việc này.\n")
    store.engine.dispose()


def test_what_was_lost_and_what_may_come_twice_is_shown(store: Store) -> None:
    run("new", "--text", "Mai cúp nước.", "--by", "Lan")
    run("start", "1", "--by", "Lan")
    queue(store)
    outbox, now = table_of(OutboxRow), SystemClock().now()
    with store.work() as work:
        work.connection.execute(delete(outbox).where(outbox.c.status == "withheld"))
        twice = {"status": "sent", "finished_at": now, "reason": MAYBE_TWICE}
        work.connection.execute(update(outbox).where(outbox.c.status == "queued").values(twice))
        work.commit()
    said = run("show", "1")[1]
    assert "có thể đến hai lần" in said
    assert "1 người không có bản tin nào" in said
    assert json.loads(run("show", "1", "--json")[1])["lost"] == 1
    assert "máy không tạo được bản tin" in run("calls", "1")[1]
    store.engine.dispose()


def test_mistakes_are_told_plainly(store: Store) -> None:
    assert run("show", "9")[0] == 1
    assert run("new", "--text", "x", "--topic", "football", "--by", "Lan")[0] == 2
    assert run("new", "--text", "x", "--field", "Hộ tịch", "--by", "Lan")[0] == 2
    store.engine.dispose()


def test_a_draft_comes_again_each_year(store: Store) -> None:
    text = "Thuế đất năm {nam}: nộp trước ngày 31/10."
    assert run("new", "--text", text, "--topic", "tax", "--by", "Lan")[0] == 0
    code, said = run("repeat", "1", "--every", "yearly", "--on", "31/9", "--by", "Lan")
    assert (code, "không có ngày này" in said) == (2, True)
    code, said = run("repeat", "1", "--every", "yearly", "--on", "1/9", "--by", "Lan")
    assert (code, "gửi hằng năm" in said) == (0, True)
    assert "lần tới 09:00" in run("show", "1")[1]
    assert "1. gửi định kỳ" in run("list")[1]
    assert run("cancel", "1", "--by", "Lan")[0] == 0
    store.engine.dispose()


def test_a_list_is_read_and_its_mistakes_told_by_line(store: Store, tmp_path: Path) -> None:
    with store.read() as work:
        key = load_settings().commune.key
        contact = contacts.find_contact(work, "telegram", "1")
    path = tmp_path / "list.csv"
    rows = f"Mã liên hệ,Họ tên\n{contact},An\n,Bình\n{key},Chi\n"
    path.write_text(rows, encoding="utf-8")
    assert run("new", "--to", "sheet", "--text", "Chào {ho_ten}.", "--by", "Lan")[0] == 0
    code, said = run("recipients", "1", str(path), "--by", "Lan")
    assert (code, "Danh sách 3 dòng: 1 người" in said) == (0, True)
    assert "dòng 3" in said
    assert "dòng 4" in said
    said = run("preview", "1")[1]
    assert "Chào An." in said
    assert "điền theo dòng 2" in said
    assert "dòng 4 (" in run("calls", "1")[1]
    (tmp_path / "bad.csv").write_text("Tên\nAn\n", encoding="utf-8")
    code, said = run("recipients", "1", str(tmp_path / "bad.csv"), "--by", "Lan")
    assert (code, "không thấy cột" in said) == (1, True)
    store.engine.dispose()


def test_the_bar_is_watched_until_it_moves_no_more(store: Store) -> None:
    assert run("new", "--text", "Mai cúp nước.", "--by", "Lan")[0] == 0
    assert run("start", "1", "--by", "Lan")[0] == 0
    queue(store)
    assert run("pause", "1", "--by", "Lan")[0] == 0
    code, said = run("watch", "1", "--every", "0.2")
    assert code == 0
    assert "[##############" in said  # one of two left the channel: half of it is settled
    assert "Tạm dừng: đã gửi 0/2 (50.0 %)" in said
    assert run("watch", "9")[0] == 1
    store.engine.dispose()


def test_a_text_is_kept_filled_in_and_written_by_again(store: Store) -> None:
    text = "Ngày {ngay} cúp nước tại {phuong}."
    code, said = run("template", "new", "Cúp nước", "--text", text, "--by", "Lan")
    assert (code, "Đã lưu mẫu 1" in said) == (0, True)
    assert run("template", "new", "Sai", "--text", "Ngày {ngay", "--by", "Lan")[0] == 1
    assert "1. Cúp nước, bản 1 [điền: ngay]" in run("template", "list")[1]
    assert run("new", "--template", "cup nuoc", "--by", "Lan")[0] == 1, "a field stands for nothing"
    values = ("--set", "ngay=25/12", "--by", "Lan")
    assert run("new", "--template", "cup nuoc", *values)[0] == 0
    assert run("new", "--template", "1", "--text", "x", *values)[0] == 2
    said = run("preview", "1")[1]
    assert "Theo mẫu Cúp nước, bản 1." in said
    assert "Chỗ điền: ngay = 25/12; phuong = Phường Mẫu" in said

    edited = run("template", "edit", "Cúp nước", "--text", "Mai {ngay} cúp.", "--by", "Lan")
    assert (edited[0], "bản 2" in edited[1]) == (0, True)
    shown = run("template", "show", "1")[1]
    assert text in shown
    assert "Mai {ngay} cúp." in shown
    assert run("new", "--template", "1", "--template-version", "1", *values)[0] == 0
    kept = [json.loads(run("show", str(number), "--json")[1]) for number in (1, 2)]
    assert [(one["template"], one["template_version"]) for one in kept] == [(1, 1), (1, 1)]
    assert "Theo mẫu Cúp nước, bản 1." in run("show", "2")[1]

    assert run("template", "retire", "1", "--by", "Lan")[0] == 0
    assert run("new", "--template", "1", *values)[0] == 1
    assert "(thôi dùng)" in run("template", "list")[1]
    assert run("template", "show", "không có")[0] == 1
    store.engine.dispose()
