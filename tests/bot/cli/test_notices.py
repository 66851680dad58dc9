"""`motcua notices`: what an officer sees before anything is sent."""

import json

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from handlers.messages import ChannelName
from handlers.store import follows
from handlers.store.contacts import Endpoint, ensure_commune, ensure_endpoint, open_contact
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store
from knowledge.dossier_store.writing import insert_dossiers
from tests.knowledge.dossiers import lives
from tests.knowledge.dossiers.lives import at

BEFORE = at("2026-11-19 08:00")
NOW = at("2026-11-19 11:00")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.fixture
def followed(store: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database in which one person follows one dossier; its code."""
    monkeypatch.setenv("MOTCUA_DATABASE__URL", store.engine.url.render_as_string(False))
    made = lives.dossier("accepted 2026-11-19 09:00", due="2026-11-25 17:00", copied_at=NOW)
    with store.work() as work:
        key = load_settings().commune.key
        ensure_commune(work, key, "Phường Mẫu", NOW)
        web = ensure_endpoint(work, key, ChannelName.WEB, "web", NOW)
        contact = open_contact(work, Endpoint(web, key, ChannelName.WEB), "a", "", NOW)
        (dossier,) = insert_dossiers(work.session, [made], {}, NOW).values()
        follows.add(work, Recipient(key, web, "web", contact), dossier.id, BEFORE)
        work.commit()
    return made.code


def test_what_would_be_sent_is_explained_and_nothing_is_sent(followed: str) -> None:
    code, out = run("notices", "due", "--at", "2026-11-19T11:00", "--json")
    assert code == 0
    (row,) = json.loads(out)
    assert (row["code"], row["kind"], row["outcome"]) == (followed, "accepted", "gửi")
    assert row["channel"] == "web"
    assert "NĐ 224/2026" in row["basis"]
    code, out = run("notices", "due", "--at", "2026-11-19T11:00")
    assert followed in out
    assert "phần mềm báo tiếp nhận" in out
    assert run("notices", "kept")[1].strip() == "Chưa hứa tin nào trong 30 ngày qua."


def test_what_is_too_late_is_said_to_be_dropped(followed: str) -> None:
    _, out = run("notices", "due", "--at", "2026-11-23T11:00")
    assert "bỏ: đã quá lúc còn ích" in out


def test_a_moment_that_cannot_be_read_is_told_plainly(followed: str) -> None:
    code, out = run("notices", "due", "--at", "chiều mai")
    assert code == 2
    assert "chiều mai" in out
