"""`motcua staff vault`: enrolment, the second holder, and what the machine itself still tells."""

import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.config import load_settings
from bot.database import make_engine
from bot.keys import read_or_make
from handlers import second_factor
from handlers.clock import SystemClock
from handlers.key_holding import Keeping, Trouble, opened
from handlers.officers import Officer
from handlers.second_factor import Checked
from handlers.store import key_holders, records, staff
from handlers.store.unit_of_work import Store
from handlers.vault import Vault, VaultError
from knowledge.feedback.codes import CaseCode

HEAD, REVIEWER, LEAD = "Đầu Ngành Mẫu", "Soát Xét Mẫu", "Lê Thị Mẫu"
NAME, PHONE = "Phạm Thị Thử", "0900000000"
PHRASE, OTHERS = "mưa rơi trên mái ngói", "thuyền về bến lúc chiều"
GOOD = "Thưa anh/chị, UBND phường đã kiểm tra đèn đường hẻm 12 và sẽ thay ngày 27/11. Xin lỗi."


class Machine:
    """One ward's machine: its folder, its commands, its officers' apps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secrets: dict[str, str] = {}

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str]:
        result = CliRunner().invoke(app, list(arguments), input=typed)
        return result.exit_code, result.output

    def store(self) -> Store:
        return Store(make_engine(f"sqlite:///{self.folder}/motcua.db"))

    def officer(self, name: str) -> Officer:
        commune = load_settings().commune.key
        with self.store().read() as work:
            members = staff.members(work, commune)
        return next(one.officer for one in members if one.officer.name == name)

    def sets_up(self, name: str, ago: timedelta = timedelta(days=4)) -> None:
        """An officer's app."""
        vault, officer = self.vault(), self.officer(name)
        then = SystemClock().now() - ago
        with self.store().work() as work:
            second_factor.begin(work, vault, officer, then)
            secret = second_factor.pending(work, vault, officer)
            assert secret is not None
            shown = pyotp.TOTP(secret).at(then)
            assert second_factor.confirm(work, vault, officer, shown, then) is Checked.GOOD
            work.commit()
        self.secrets[name] = secret

    def vault(self) -> Vault:
        return Vault(read_or_make(self.folder / "vault.key"))

    def totp(self, name: str) -> str:
        """A code the app shows, not used yet: the half minute taken last is forgotten."""
        with self.store().work() as work:
            from sqlalchemy import text

            work.run(text("UPDATE second_factor SET last_step = 0"))
            work.commit()
        return str(pyotp.TOTP(self.secrets[name]).at(SystemClock().now()))

    def acts(self, *arguments: str, by: str = HEAD, typed: str = "") -> tuple[int, str]:
        """A command of `staff vault` with the officer's app."""
        proof = ("--by", by, "--totp", self.totp(by))
        return self.run("staff", "vault", *arguments, *proof, typed=typed)

    def enters(self) -> str:
        """A report at the desk."""
        given = ("--kind", "local_matter", "--name", NAME, "--phone", PHONE, "--by", LEAD)
        matter = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần"
        exit_code, out = self.run("feedback", "enter", matter, *given)
        assert exit_code == 0, out
        return str(re.findall(r"PA-\d{6}-\d{3}", out)[0])

    def opens(self, code: str, typed: str, by: str = HEAD) -> tuple[int, str]:
        given = ("--why", "gặp lại", "--totp", self.totp(by), "--by", by)
        return self.run("feedback", "reporter", code, *given, typed=typed)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    made = Machine(tmp_path)
    for name, role in ((HEAD, "head"), (REVIEWER, "soat xet"), (LEAD, "phu trach mot cua")):
        assert made.run("staff", "add", name, role)[0] == 0
    for name in (HEAD, REVIEWER):
        made.sets_up(name)
    return made


def enrolled(machine: Machine) -> str:
    """The head's enrolment; what it printed."""
    exit_code, out = machine.acts("enrol", typed=f"{PHRASE}\n{PHRASE}\n")
    assert exit_code == 0, out
    return out


def test_before_and_after_enrolment_a_head_opens_a_name(machine: Machine) -> None:
    before = machine.enters()
    assert NAME in machine.opens(before, "")[1]
    out = enrolled(machine)
    assert "không ai mở được tên" in out
    assert "niêm phong lại 1 tên" in out
    after = machine.enters()

    for code in (before, after):
        assert machine.opens(code, "sai hết cả câu\n")[0] == 1
        exit_code, out = machine.opens(code, f"{PHRASE}\n")
        assert (exit_code, f"{NAME} {PHONE}" in out) == (0, True)
        shown = machine.run("feedback", "show", code, "--by", HEAD)[1]
        assert "mở niêm phong người gửi" in shown


def test_who_has_every_file_of_the_machine_opens_no_name(machine: Machine) -> None:
    """Key files, database, its log and every other file: no word of the name, no key to it."""
    code = machine.enters()
    out = enrolled(machine)
    envelope = re.findall(r"^ {4}(\w+(?: \w+){11})$", out, re.MULTILINE)[0]

    for file in machine.folder.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert NAME.encode() not in held, file
            assert b"\\u1ea1m Th" not in held, file
            assert PHRASE.encode() not in held, file
            assert envelope.encode() not in held, file
    database = sqlite3.connect(machine.folder / "motcua.db")
    sealed = database.execute("SELECT sealed FROM feedback_party").fetchone()[0]
    database.close()
    case = CaseCode.read(code, load_settings().commune.key)
    assert case is not None
    keys = list(machine.folder.rglob("*.key"))
    assert keys
    for key in keys:
        with pytest.raises(VaultError):
            Vault(read_or_make(key)).open(case.full, sealed)
    head = Keeping(machine.store(), machine.vault(), machine.officer(HEAD), SystemClock().now())
    for key in keys:
        assert opened(head, key.read_text("ascii")) is Trouble.WRONG


def sealed(machine: Machine) -> list[str]:
    """Every seal and every wrapped key as the database holds it."""
    database = sqlite3.connect(machine.folder / "motcua.db")
    found = database.execute("SELECT sealed FROM feedback_party").fetchall()
    found += database.execute("SELECT wrapped FROM key_holder").fetchall()
    found += database.execute("SELECT share FROM key_holder WHERE share IS NOT NULL").fetchall()
    database.close()
    return [str(one[0]) for one in found]


def left_in_files(machine: Machine, words: list[str]) -> list[str]:
    """Which of these words some file still holds."""
    files = [one.read_bytes() for one in machine.folder.rglob("*") if one.is_file()]
    return [one for one in words if any(one.encode() in held for held in files)]


def test_what_was_sealed_or_wrapped_before_is_in_no_file(machine: Machine) -> None:
    machine.enters()
    before = sealed(machine)
    assert left_in_files(machine, before) == before
    enrolled(machine)
    assert left_in_files(machine, before) == []

    before = sealed(machine)
    assert machine.acts("rotate", typed=f"{PHRASE}\n")[0] == 0
    assert machine.acts("passphrase", typed=f"{PHRASE}\n{OTHERS}\n{OTHERS}\n")[0] == 0
    assert machine.acts("envelope", typed=f"{OTHERS}\n")[0] == 0
    assert left_in_files(machine, before) == []

    before = sealed(machine)
    assert machine.run("staff", "leave", HEAD)[0] == 0
    left = sealed(machine)
    assert len(left) == len(before) - 2
    assert sorted(left_in_files(machine, before)) == sorted(left)


def test_a_second_holder_reads_their_code_out(machine: Machine) -> None:
    code = machine.enters()
    enrolled(machine)
    exit_code, out = machine.acts("enrol", by=REVIEWER, typed=f"{OTHERS}\n{OTHERS}\n")
    assert exit_code == 0
    told = re.findall(r"[A-Z0-9]{5}-[A-Z0-9]{5}", out)[0]

    assert machine.acts("admit", REVIEWER, "--code", "AAAAA-BBBBB", typed=f"{PHRASE}\n")[0] == 1
    assert machine.acts("admit", REVIEWER, "--code", told, typed=f"{PHRASE}\n")[0] == 0
    assert NAME in machine.opens(code, f"{OTHERS}\n", by=REVIEWER)[1]
    listed = machine.run("staff", "vault", "status")[1]
    assert f"{REVIEWER}: giữ khoá" in listed
    assert "phong bì trong két sắt: giữ khoá" in listed


def test_rotation_passphrase_and_envelope(machine: Machine) -> None:
    code = machine.enters()
    enrolled(machine)
    assert "niêm phong lại 1 tên" in machine.acts("rotate", typed=f"{PHRASE}\n")[1]
    assert machine.acts("passphrase", typed=f"{PHRASE}\n{OTHERS}\n{OTHERS}\n")[0] == 0
    exit_code, out = machine.acts("envelope", typed=f"{OTHERS}\n")
    assert exit_code == 0
    envelope = re.findall(r"^ {4}(\w+(?: \w+){11})$", out, re.MULTILINE)[0]

    recovers = f"{envelope}\n{PHRASE}\n{PHRASE}\n"
    assert machine.acts("recover", by=REVIEWER, typed=recovers)[0] == 0
    for who, phrase in ((HEAD, OTHERS), (REVIEWER, PHRASE)):
        assert NAME in machine.opens(code, f"{phrase}\n", by=who)[1]


def test_nothing_typed_makes_a_passphrase_of_words(machine: Machine) -> None:
    code = machine.enters()
    exit_code, out = machine.acts("enrol", typed="\n\n")
    assert exit_code == 0, out
    made = re.findall(r"chỉ hiện lần này: (\w+(?: \w+){7})\n", out)[0]
    assert NAME in machine.opens(code, f"{made}\n")[1]


def test_the_vault_is_not_enrolled_without_the_officers_app(machine: Machine) -> None:
    given = ("staff", "vault", "enrol", "--by", HEAD, "--totp", "000000")
    assert machine.run(*given, typed=f"{PHRASE}\n{PHRASE}\n")[0] == 1
    with machine.store().read() as work:
        assert key_holders.ward_key(work, load_settings().commune.key) is None


def test_doctor_and_going_live_say_who_can_open_names(machine: Machine) -> None:
    live = ("live", "--by", HEAD, "--yes")
    assert "motcua staff vault enrol" in machine.run("doctor")[1]
    exit_code, out = machine.run(*live)
    assert (exit_code, "[phải sửa] " in out, "motcua staff vault enrol" in out) == (1, True, True)
    with machine.store().read() as work:
        assert records.acts(work, load_settings().commune.key) == []
    enrolled(machine)
    assert "mới một người giữ khoá" in machine.run("doctor")[1]
    exit_code, out = machine.run(*live)
    assert (exit_code, "motcua staff vault enrol" in out) == (0, False)
    assert machine.run("staff", "leave", HEAD)[0] == 0
    told = machine.run("doctor")[1]
    assert "không còn ai giữ khoá niêm phong" in told
    assert "nên đổi" in told


def test_publishing_asks_a_holder_for_the_passphrase(machine: Machine) -> None:
    code = machine.enters()
    enrolled(machine)
    assert machine.run("feedback", "answer", code, GOOD, "--by", LEAD)[0] == 0
    publish = ("feedback", "publish", code, "--by", HEAD)
    assert machine.run(*publish)[0] == 0
    named = ("--question", "Bà Phạm Thị Thử hỏi về đèn.")
    assert "tên người gửi" in machine.run(*publish, *named, "--yes", typed=f"{PHRASE}\n")[1]
    assert machine.run(*publish, "--yes", typed="sai hết cả câu\n")[0] == 1
    assert machine.run(*publish, "--yes", typed=f"{PHRASE}\n")[0] == 0
