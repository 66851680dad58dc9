"""Every command of the command line: whoever may not know of a case is told there is none, and
what needs no officer's name tells of no case at all (F-5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml
from sqlalchemy import update
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import DEFAULT_FILE, load_settings
from bot.database import make_engine, upgrade
from handlers.clock import SystemClock
from handlers.store.states import OutboxStatus
from handlers.store.tables import OutboxRow, table_of
from handlers.store.unit_of_work import Store
from tests.bot.visibility.casts import PEOPLE, Cast
from tests.bot.visibility.world import Case, World, ward_with
from tests.fakes.casework import GOOD
from tests.fakes.clock import FakeClock

CODE = "{code}"
OF_A_CASE: dict[str, tuple[str, ...]] = {
    **{
        f"feedback {what}": ()
        for what in ("show", "claim", "keep", "urgent", "withdraw", "close", "mark")
    },
    "feedback assign": ("--to", "Dung Mẫu"),
    "feedback ask": ("Ở đâu ạ?",),
    "feedback answer": (GOOD,),
    "feedback forward": ("--to", "Điện lực"),
    "feedback refuse": ("Việc của hai nhà, anh/chị tự thoả thuận giúp ạ",),
    "feedback note": ("đã xem",),
    "feedback explain": ("chờ vật tư",),
    "feedback reclassify": ("--kind", "service"),
    "feedback route": ("--kind", "complaint"),
    "feedback join": ("--to", "PA-261123-001"),
    "feedback reporter": ("--why", "gặp lại", "--totp", "000000"),
    "feedback publish": ("--yes",),
    "questions alias": ("1.001193", "vô sổ bộ cho em bé"),
    "questions card new": ("--title", "Sổ bộ", "--asked", "vô sổ bộ cho em bé"),
}
"""Commands that name a case, with what else they take."""
LISTS = {
    "feedback list": ("--all", "--json"),
    "feedback satisfaction": (),
    "questions list": (),
    "outbox dead": ("--json",),
}
"""Commands that list, each for the officer named."""
OF_A_LETTER = {"outbox show", "outbox retry", "outbox drop"}
FOR_EVERYBODY = {
    "staff vault status": (),
    "staff list": (), "staff group list": (), "dossiers apologies": (), "dossiers breaches": (),
    "questions aliases": (), "questions card list": (), "notices kept": (), "notices calls": (),
    "notices due": ("--at", "2026-11-23T08:00"), "broadcast list": (), "corrections list": (),
    "broadcast template list": (), "inbox set-aside": (), "doctor": (), "bridge list": (),
    "zalo templates": (), "db version": (), "catalogue gaps": (),
}  # fmt: skip
"""Commands that read this installation without an officer's name."""
READS_NO_CASE = {
    "backup", "restore",
    *(f"staff vault {one}" for one in (
        "admit", "enrol", "envelope", "passphrase", "recover", "rotate")),
    "serve", "chat", "ask", "simulate", "live", "db upgrade", "db restored",
    *(f"catalogue {one}" for one in (
        "eval", "import", "overlay", "recheck", "drafts", "check", "list", "export")),
    *(f"staff {one}" for one in (
        "add", "roles", "link", "reset-totp", "sign-out", "away", "leave", "group code",
        "group end")),
    *(f"dossiers {one}" for one in (
        "new", "ready", "not-ready", "on-time", "late", "approve", "refuse", "explain-late",
        "override", "status", "satisfaction", "import", "show", "explain")),
    *(f"broadcast {one}" for one in (
        "render", "preview", "watch", "recipients", "calls", "repeat", "publish", "withdraw", "new",
        "edit", "approve", "start", "pause", "resume", "cancel", "show", "template new",
        "template edit", "template show", "template retire")),
    *(f"questions {one}" for one in (
        "test", "live", "revoke", "card show", "card test", "card live", "card revoke",
        "card review")),
    *(f"zalo {one}" for one in ("check", "login", "status")),
    *(f"zalobot {one}" for one in ("check", "webhook show", "webhook set", "webhook delete")),
    "feedback enter", "calendar draft", "calendar confirm", "notices render", "notices called",
    "corrections show", "corrections send", "corrections drop", "bridge openapi", "bridge sign",
}  # fmt: skip
"""Commands about procedures, dossiers, news, phrases, staff or the machine: no case is in them."""


def commands(group: object, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command by its words; click has no types of its own here."""
    below = getattr(group, "commands", None)
    if below is None:
        yield " ".join(path)
        return
    for name, found in below.items():
        yield from commands(found, (*path, name))


def test_every_command_has_its_line() -> None:
    decided = [*OF_A_CASE, *LISTS, *OF_A_LETTER, *FOR_EVERYBODY, *READS_NO_CASE]
    assert sorted(decided) == sorted(commands(typer.main.get_command(app)))


@pytest.fixture
def world(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An installation of its own, as the commands find it."""
    settings = yaml.safe_load(DEFAULT_FILE.read_text(encoding="utf-8"))
    feedback, wanted = cast.commune.feedback, {"units", "rules"}
    told = feedback.model_dump(mode="json", include=wanted, exclude_unset=True)
    settings["commune"]["feedback"] = told
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True))
    monkeypatch.setenv("MOTCUA_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    engine = make_engine(f"sqlite:///{tmp_path}/motcua.db")
    upgrade(engine)
    assert set(load_settings().commune.feedback.units) == set(feedback.units)
    yield World(ward_with(cast, Store(engine), FakeClock(SystemClock().now())), cast)
    engine.dispose()


def run(command: str, *more: str) -> tuple[int, str]:
    """Exit code, and everything printed."""
    done = CliRunner().invoke(app, [*command.split(), *more])
    return done.exit_code, done.output + (repr(done.exception) if done.exception else "")


@pytest.mark.parametrize("command", OF_A_CASE)
def test_no_command_reaches_a_case_that_is_not_ones_to_see(world: World, command: str) -> None:
    before = world.rows()
    for who in PEOPLE:
        for case in chosen(world.hidden_from(who)):
            more = OF_A_CASE[command]
            exit_code, said = run(command, str(case.code), *more, "--by", who)
            assert exit_code == 1, (who, command, said)
            world.allows(who, said, command, case)
    assert world.rows() == before


def chosen(hidden: list[Case]) -> list[Case]:
    """Of each kind of hidden case one: a command takes 20 ms, and the rule is tested row by row."""
    return [*{(one.eyes, "conduct" in one.sort): one for one in hidden}.values()]


def test_a_case_that_may_be_seen_is_shown(world: World) -> None:
    for case in world.open:
        exit_code, said = run("feedback show", str(case.code), "--by", min(case.eyes))
        assert (exit_code, case.canary in said) == (0, True), said


@pytest.mark.parametrize("who", PEOPLE)
def test_lists_hold_exactly_what_may_be_seen(world: World, who: str) -> None:
    for command, more in LISTS.items():
        _, said = run(command, *more, "--by", who)
        world.allows(who, said, command)
        if command == "feedback list":
            assert world.told_in(said) == world.seen_by(who)


def test_letters_that_failed_are_there_for_who_may_see_their_case_alone(world: World) -> None:
    table, now = table_of(OutboxRow), SystemClock().now()
    with world.ward.store.work() as work:
        failed = {"status": OutboxStatus.FAILED, "finished_at": now}
        work.run(update(table).values(**failed))
        numbers = [str(row.id) for row in work.run(table.select())]
        work.commit()
    for who in PEOPLE:
        world.allows(who, run("outbox dead", "--by", who)[1], "outbox dead")
        for number in numbers[::3]:
            world.allows(who, run("outbox show", number, "--by", who)[1], f"outbox {number}")


@pytest.mark.parametrize("command", FOR_EVERYBODY)
def test_what_asks_for_no_name_tells_of_no_case(world: World, command: str) -> None:
    exit_code, said = run(command, *FOR_EVERYBODY[command])
    assert exit_code in {0, 1}, said
    assert not world.told_in(said), command
