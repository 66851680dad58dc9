"""Each act of the command line asks for the roles of who does it; refused, it changes nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.database import make_engine
from handlers.cases.senders import apply
from handlers.clock import SystemClock
from handlers.commands import OpenCase
from handlers.messages import Paragraph, Reply
from handlers.officers import Role
from handlers.store import contacts, outbox, queueing, staff
from handlers.store.states import OutboxStatus
from handlers.store.unit_of_work import Store, Work
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.holiday_draft import as_yaml, draft
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office

GOOD = "Thưa anh/chị, UBND phường đã kiểm tra đèn đường hẻm 12 và sẽ thay ngày 27/11. Xin lỗi."
NAMES = {
    Role.OFFICER: "Cán Mẫu",
    Role.DESK_LEAD: "Phụ Mẫu",
    Role.HEAD: "Đầu Mẫu",
    Role.REVIEWER: "Soát Mẫu",
    Role.ADMIN: "Quản Mẫu",
}
LEFT, STRANGER = "Nghỉ Mẫu", "Người Lạ"
LEADING = frozenset({Role.DESK_LEAD, Role.HEAD})
OFFICE = LEADING | {Role.OFFICER}
SEEING = LEADING | {Role.REVIEWER}
RUNNING = LEADING | {Role.ADMIN}
NOBODY: frozenset[Role] = frozenset()
HEAD = frozenset({Role.HEAD})
CASE, QUESTION, DOSSIER = "{case}", "{question}", "{dossier}"
LETTER = "{letter}"
SHEET = "{sheet}"
HOLIDAYS = "{holidays}"

ACTS: dict[tuple[str, ...], frozenset[Role]] = {
    ("calendar", "confirm", HOLIDAYS, "--yes"): frozenset({Role.ADMIN}),
    ("feedback", "show", CASE): SEEING,
    ("feedback", "claim", CASE): SEEING,
    ("feedback", "assign", CASE, "--to", "Phụ Mẫu"): SEEING,
    ("feedback", "ask", CASE, "Ở đâu ạ?"): SEEING,
    ("feedback", "answer", CASE, GOOD): SEEING,
    ("feedback", "forward", CASE, "--to", "Điện lực"): SEEING,
    ("feedback", "refuse", CASE, "Việc này của hai nhà ạ, mời anh/chị tự thoả thuận"): SEEING,
    ("feedback", "route", CASE, "--kind", "complaint"): SEEING,
    ("feedback", "note", CASE, "đã xem"): SEEING,
    ("feedback", "explain", CASE, "chờ vật tư"): SEEING,
    ("feedback", "keep", CASE): SEEING,
    ("feedback", "urgent", CASE): SEEING,
    ("feedback", "reclassify", CASE, "--kind", "service"): SEEING,
    ("feedback", "join", CASE, "--to", QUESTION): SEEING,
    ("feedback", "mark", CASE): frozenset({Role.REVIEWER}),
    (
        "feedback",
        "reporter",
        CASE,
        "--why",
        "gặp lại",
        "--totp",
        "000000",
    ): NOBODY,  # nobody left a name
    ("feedback", "publish", CASE, "--yes"): NOBODY,  # not answered yet
    ("feedback", "satisfaction", "--month", "2026-01"): SEEING,
    ("feedback", "enter", "Đèn hẻm 9 hỏng", "--kind", "local_matter"): OFFICE | {Role.REVIEWER},
    ("feedback", "list"): frozenset(Role),  # each one's own: of what they may see
    ("feedback", "withdraw", CASE): NOBODY,  # nothing is shown
    ("feedback", "close", CASE): NOBODY,  # not answered yet
    ("questions", "list"): frozenset(Role),
    ("questions", "alias", QUESTION, "1.001193", "vô sổ bộ cho em bé"): SEEING,
    ("questions", "live", "1"): NOBODY,  # there is none yet: the role is asked first
    ("questions", "revoke", "1"): NOBODY,
    ("questions", "card", "new", QUESTION, "--title", "Sổ bộ"): NOBODY,  # not answered yet
    ("questions", "card", "live", "1"): NOBODY,
    ("questions", "card", "revoke", "1"): NOBODY,
    ("questions", "card", "review", "1", "--until", "2099-01-01"): NOBODY,
    ("dossiers", "ready", "--all"): OFFICE,
    ("dossiers", "ready"): OFFICE,
    ("dossiers", "not-ready", DOSSIER): OFFICE,
    ("dossiers", "override", DOSSIER, "apology_once", "--reason", "thử"): HEAD,
    ("dossiers", "status", DOSSIER, "returned"): NOBODY,  # mirror mode: the software sets it
    ("outbox", "dead"): RUNNING,
    ("outbox", "show", LETTER): RUNNING,
    ("outbox", "retry", LETTER): RUNNING,
    ("outbox", "drop", LETTER): RUNNING,
    ("broadcast", "new", "--text", "Mai nghỉ.", "--topic", "utilities"): OFFICE,
    ("broadcast", "calls", "1"): NOBODY,
    ("broadcast", "approve", "1"): NOBODY,
    ("broadcast", "start", "1"): NOBODY,
    **{
        ("broadcast", what, "1"): NOBODY
        for what in ("pause", "resume", "cancel", "publish", "withdraw")
    },
    ("broadcast", "edit", "1", "--text", "Mai nghỉ."): NOBODY,
    ("broadcast", "repeat", "1", "--every", "yearly", "--on", "15/3"): NOBODY,
    ("broadcast", "recipients", "1", SHEET): NOBODY,
    ("broadcast", "template", "new", "Cúp nước", "--text", "Mai cúp nước."): OFFICE,
    ("broadcast", "template", "edit", "1", "--text", "Mai cúp nước."): NOBODY,  # there is none yet
    ("broadcast", "template", "retire", "1"): NOBODY,
    ("corrections", "send", "1"): NOBODY,
    ("corrections", "drop", "1"): NOBODY,
    ("notices", "called", DOSSIER): NOBODY,  # nobody waits for a call
    ("dossiers", "new", "1.001193", "--digits", "4567"): NOBODY,  # mirror mode
    ("dossiers", "on-time", DOSSIER): NOBODY,  # it is done
    ("dossiers", "late", DOSSIER, "--until", "2027-03-01", "--reason", "chờ"): NOBODY,
    ("dossiers", "approve", "1"): NOBODY,
    ("dossiers", "refuse", "1"): NOBODY,
    ("dossiers", "explain-late", DOSSIER, "chờ vật tư"): NOBODY,
}
"""Who may, on a ward with one case nobody holds, one question, one finished dossier."""
OF_THE_MACHINE = {
    ("live",),
    ("catalogue", "drafts"),
    ("catalogue", "import"),
    ("catalogue", "overlay"),
    ("catalogue", "recheck"),
    ("db", "restored"),
}
"""Who sits at the machine runs these for whoever answers for it: `--by` is kept, not looked up."""
OF_THE_KEY = {
    ("staff", "vault", one)
    for one in ("enrol", "admit", "passphrase", "envelope", "rotate", "recover")
}
"""An officer's app and passphrase as well: `test_staff_vault`, `tests/handlers/vault`."""
ROLE_FIRST = {("questions", "live", "1"), ("questions", "revoke", "1")}
"""Acts whose refusal names the role before anything else."""


class Ward:
    """A database of its own; it can be put back to what it was."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "motcua.db"
        assert CliRunner().invoke(app, ["db", "upgrade"]).exit_code == 0
        self.engine = make_engine(f"sqlite:///{self.file}")
        store, now = Store(self.engine), SystemClock().now()
        office = Office(store, FakeClock(now))
        for role, name in NAMES.items():
            office.officer(name, role, chat=None)
        office.officer(LEFT, *Role, chat=None)
        day, due = f"{now:%Y-%m-%d}", now + timedelta(days=9)
        made = office.dossier(f"accepted {day} 00:01", f"done {day} 00:02", due="")
        holidays = folder / "lich.yaml"
        holidays.write_text(as_yaml(draft(2027)).replace("final: false", "final: true"))
        sheet = str(folder / "ds.csv")
        self.named = {"dossier": made.code, "sheet": sheet, "holidays": str(holidays)}
        (folder / "ds.csv").write_text("Mã hồ sơ\n" + made.code + "\n", encoding="utf-8")
        with store.work() as work:
            staff.leave(work, office.member(LEFT).id, now)
            for number, kind in ((1, FeedbackKind.LOCAL_MATTER), (2, FeedbackKind.QUESTION)):
                code = CaseCode(office.commune, now.date(), number)
                told = OpenCase(code, "x" * 64, kind, "Đèn đường hẻm 12 hỏng", now, due, due, due)
                apply(work, "", 0, told, now)
                self.named["case" if number == 1 else "question"] = str(code)
            self.named["letter"] = refused(work, office, now)
            work.commit()

    def rows(self) -> list[str]:
        """Everything stored."""
        connection = self.engine.raw_connection()
        try:
            return list(connection.iterdump())
        finally:
            connection.close()

    def does(self, act: tuple[str, ...], who: str) -> tuple[int, str]:
        """Exit code and output of a command."""
        words = [one.format(**self.named) if one in WANTED else one for one in act]
        result = CliRunner().invoke(app, [*words, "--by", who])
        return result.exit_code, result.output


def refused(work: Work, office: Office, now: datetime) -> str:
    """The number of an answer its channel refused."""
    endpoint = contacts.endpoint_of(work, office.endpoint)
    citizen = contacts.open_contact(work, endpoint, "1", "", now)
    message = queueing.Message("reply:1:0", Reply((Paragraph("Dạ."),)), now, now + timedelta(1))
    queueing.queue(work, office.commune, office.endpoint, citizen, message)
    (claimed,) = outbox.claim_contact(work, citizen, "s1", now)
    outbox.finish(work, claimed, "s1", outbox.End(OutboxStatus.FAILED, (), "bad_request"), now)
    return str(claimed.id)


NESTED = {("questions", "card"), ("broadcast", "template")}
WANTED = {CASE, QUESTION, DOSSIER, SHEET, LETTER, HOLIDAYS}


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ward]:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    assert load_settings().commune.key
    made = Ward(tmp_path)
    yield made
    made.engine.dispose()


@pytest.mark.parametrize("act", ACTS, ids=lambda one: " ".join(one[:2]))
def test_who_may_not_is_refused_and_nothing_changes(ward: Ward, act: tuple[str, ...]) -> None:
    denied = [name for role, name in NAMES.items() if role not in ACTS[act]]
    before = ward.rows()
    for who in (*denied, LEFT, STRANGER):
        exit_code, said = ward.does(act, who)
        assert exit_code == 1, (who, said)
        assert ward.rows() == before, who
        lets_live = who in {"Phụ Mẫu", "Đầu Mẫu", LEFT, STRANGER}
        if act in ROLE_FIRST and not lets_live:
            assert "Vai trò" in said
    for role in sorted(ACTS[act])[:1]:
        exit_code, said = ward.does(act, NAMES[role])
        assert exit_code == 0, said


def commands(group: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command that asks who does it, by its words; click has no types of its own here."""
    for name, found in getattr(group, "commands", {}).items():
        yield from commands(found, (*path, name))
    if any("--by" in one.opts for one in getattr(group, "params", ())):
        yield path


def test_no_act_of_an_officer_is_left_out() -> None:
    listed = {act[: 3 if act[:2] in NESTED else 2] for act in ACTS}
    assert set(commands(typer.main.get_command(app))) == listed | OF_THE_MACHINE | OF_THE_KEY
