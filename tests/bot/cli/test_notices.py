"""`motcua notices`: what an officer sees before anything is sent."""

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from handlers.messages import ChannelName
from handlers.officer_rounds import rounds
from handlers.officers import Role
from handlers.store import follows
from handlers.store.contacts import Endpoint, ensure_commune, ensure_endpoint, open_contact
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store, Work
from knowledge.catalogue_store import upgrade_shipped
from knowledge.dossier_store.writing import insert_dossiers
from knowledge.loading import load_procedures
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.knowledge.dossiers import lives
from tests.knowledge.dossiers.lives import at

BEFORE = at("2026-11-19 08:00")
NOW = at("2026-11-19 11:00")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def prepare_records(work: Work) -> None:
    upgrade_shipped(work.session, load_procedures(), NOW)


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


def test_reminders_of_own_limits_are_explained_too(followed: str, store: Store) -> None:
    with store.work() as work:
        to = follows.due(work, load_settings().commune.key, NOW, 1)[0].to
        days = (date(2026, 12, 4), date(2026, 12, 4))
        follows.remind(work, to, "1.001193", days, NOW)
        prepare_records(work)
        work.commit()
    code, out = run("notices", "due", "--at", "2026-11-27T09:00", "--json")
    assert code == 0
    (row,) = [one for one in json.loads(out) if "reminder" in one]
    assert (row["code"], row["kind"], row["channel"]) == ("1.001193", "own-limit-7d", "web")
    assert row["at"] == "2026-11-27T09:00+07:00"


def test_what_officers_would_get_is_listed_with_its_rule_until_it_was_queued(
    store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", store.engine.url.render_as_string(False))
    clock.move_to(at("2026-11-23 07:00"))
    office = Office(store, clock)
    office.officer("Lê Thị Mẫu", Role.OFFICER)
    office.dossier("accepted 2026-11-19 09:00", officer="Lê Thị Mẫu", due="2026-11-26 17:00")
    at_half_past = ("notices", "due", "--at", "2026-11-23T07:30", "--json")

    rows = json.loads(run(*at_half_past)[1])
    assert {(row["kind"], row["code"]) for row in rows} == {
        ("digest:morning", "Lê Thị Mẫu"),
        ("duty:due_soon", "Lê Thị Mẫu"),
    }
    (card,) = [row for row in rows if row["kind"] == "duty:due_soon"]
    assert "NĐ 118/2025" in card["basis"]
    rounds(store, office.ward, at("2026-11-23 07:30"))
    assert json.loads(run(*at_half_past)[1]) == []
