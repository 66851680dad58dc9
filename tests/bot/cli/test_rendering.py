"""`render`: one message on every surface, from the command line."""

import re
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.database import make_engine
from handlers.messages import ChannelName
from handlers.store import contacts, follows
from handlers.store.contacts import ensure_commune
from handlers.store.unit_of_work import Store
from knowledge.dossier_store.tables import DossierRow
from knowledge.dossier_store.writing import insert_dossiers
from tests.knowledge.dossiers import lives
from tests.knowledge.dossiers.lives import at

NOW = at("2026-11-19 11:00")
TEXT = "Ngày 4/12/2026 lúc 7h30 thu 8.000đ/hộ tại số 12/4 đường Mẫu."
CODE = re.compile(r"Mã kiểm tra: ([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One draft, one dossier."""
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    assert run("db", "upgrade")[0] == 0
    assert run("staff", "add", "Lan", "cán bộ")[0] == 0
    assert run("broadcast", "new", "--text", TEXT, "--by", "Lan")[0] == 0
    engine = make_engine(load_settings().database.url)
    made = lives.dossier("accepted 2026-11-19 09:00", due="2026-11-25 17:00", copied_at=NOW)
    with Store(engine).work() as work:
        ensure_commune(work, load_settings().commune.key, "Phường Mẫu", NOW)
        insert_dossiers(work.session, [made], {}, NOW)
        work.commit()
    engine.dispose()
    return tmp_path


def test_one_broadcast_stands_on_every_surface_with_one_code(ward: Path) -> None:
    code, said = run("broadcast", "render", "1")
    assert code == 0
    for name in ("telegram", "zalo", "sms", "led", "loudspeaker", "slip", "web"):
        assert f"== {name}" in said
    assert "tám nghìn đồng một hộ" in said
    assert "Thu 8.000d/ho" not in said
    assert "thu 8.000d/ho tai so 12/4 duong Mau." in said
    assert "đọc một lượt khoảng" in said
    codes = set(CODE.findall(said))
    assert len(codes) == 1
    assert f"Ma kiem tra: {codes.pop()}" in said


def test_a_draft_is_previewed_with_the_code_its_copies_wear(ward: Path) -> None:
    now = at("2026-11-26 08:00")
    from handlers.messages import ChannelName
    from handlers.store import contacts, subscriptions

    store = Store(make_engine(load_settings().database.url))
    key = load_settings().commune.key
    with store.work() as work:
        name = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "b", now)
        one = contacts.open_contact(work, contacts.endpoint_of(work, name), "1", "", now)
        subscriptions.ask(work, key, one, now)
        work.commit()
    store.engine.dispose()
    shown = CODE.findall(run("broadcast", "preview", "1")[1])
    assert len(shown) == 1
    assert shown == CODE.findall(run("broadcast", "render", "1", "--surface", "web")[1])


def test_devices_have_their_size_and_files_take_the_words(ward: Path) -> None:
    code, said = run(
        "broadcast", "render", "1", "--surface", "led", "--width", "16", "--lines", "2"
    )
    assert code == 0
    rows = [row for row in said.splitlines() if row and not row.startswith(("[", "--", "=="))]
    assert max(map(len, rows)) <= 16
    file = ward / "loa.txt"
    assert run("broadcast", "render", "1", "--surface", "loudspeaker", "--out", str(file))[0] == 0
    assert "Ngày mùng bốn tháng mười hai" in file.read_text(encoding="utf-8")
    assert run("broadcast", "render", "1", "--surface", "led", "--width", "3")[0] == 2
    assert run("broadcast", "render", "1", "--surface", "sky")[0] == 2
    assert run("broadcast", "render", "9")[0] == 1


def test_a_notice_of_a_dossier_is_for_its_owner_alone(ward: Path) -> None:
    dossier = lives.dossier("accepted 2026-11-19 09:00").code
    code, said = run("notices", "render", dossier, "--kind", "accepted")
    assert code == 0
    assert "== slip" in said
    assert "== led" not in said
    assert "17:00" in said
    for surface in ("led", "loudspeaker"):
        line = ("notices", "render", dossier, "--kind", "accepted", "--surface", surface)
        assert run(*line)[0] == 1
    assert run("notices", "render", dossier, "--kind", "weather")[0] == 2
    assert run("notices", "render", "H00.1-260101-0001", "--kind", "ready")[0] == 1


@pytest.mark.parametrize(("status", "people"), [("accepted", 1), ("done", 0)])
def test_followers_by_the_state_of_their_dossier_are_those_previewed(
    ward: Path, status: str, people: int
) -> None:
    del ward
    engine = make_engine(load_settings().database.url)
    with Store(engine).work() as work:
        key = load_settings().commune.key
        name = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "main", NOW)
        whose = contacts.endpoint_of(work, name)
        who = contacts.open_contact(work, whose, "c1", "", NOW)
        mine = select(DossierRow.id).where(DossierRow.code == lives.CODE)
        dossier = work.session.exec(mine).one()
        assert dossier is not None
        follows.add(work, follows.Recipient(key, name, "telegram", who), dossier, NOW)
        work.commit()
    engine.dispose()
    given = ("--to", "followers", "--status", status, "--by", "Lan")
    assert run("broadcast", "new", "--text", "Nhớ đem giấy hẹn.", *given)[0] == 0
    code, said = run("broadcast", "preview", "2")
    assert code == 0
    assert f"Tất cả {people} người." in said
