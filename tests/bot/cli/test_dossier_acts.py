"""`motcua dossiers ready|late|approve|…`: the officers' acts from the command line."""

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli.root import app
from handlers.clock import SystemClock
from handlers.officers import Role
from handlers.store.unit_of_work import Store
from knowledge.calendar import local
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office


@pytest.fixture
def office(store: Store, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A ward whose clock stands at this machine's moment: commands read the real one."""
    monkeypatch.setenv("MOTCUA_DATABASE__URL", store.engine.url.render_as_string(False))
    office = Office(store, FakeClock(SystemClock().now()))
    office.officer("Lê Thị Mẫu", Role.OFFICER, chat=None)
    office.officer("Trần Văn Mẫu", Role.HEAD, chat=None)
    return office


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["dossiers", *arguments])
    return result.exit_code, result.output


def finished(office: Office, number: int) -> str:
    """A dossier finished yesterday."""
    return office.dossier(*_events(office, "accepted", "done"), number=number, due="").code


def running(office: Office, number: int) -> str:
    """A dossier due in some ten days."""
    due = office.ward.calendar.add_working_days(local(office.clock.now()).date(), 8)
    events = _events(office, "accepted")
    return office.dossier(*events, number=number, due=f"{due:%Y-%m-%d} 17:00").code


def _events(office: Office, *statuses: str) -> list[str]:
    now = local(office.clock.now())
    return [f"{one} {now:%Y-%m-%d} 00:0{at}" for at, one in enumerate(statuses)]


def test_what_waits_is_listed_and_confirmed_all_but_one(office: Office) -> None:
    codes = [finished(office, number) for number in (1, 2, 3)]
    by = ("--by", "Lê Thị Mẫu")
    assert "3 kết quả chờ xác nhận" in run("ready", *by)[1]

    assert run("ready", "--all", "--except", codes[1], *by)[0] == 0
    assert [office.now_is(code).ready for code in codes] == [True, None, True]
    assert "1 kết quả chờ xác nhận" in run("ready", *by)[1]


def test_who_comes_second_is_told_who_was_first(office: Office) -> None:
    code = finished(office, 1)
    run("ready", code, "--by", "Lê Thị Mẫu")
    assert "Lê Thị Mẫu đã làm lúc" in run("ready", code, "--by", "Trần Văn Mẫu")[1]


def test_a_slip_is_drafted_listed_and_signed_by_the_head(office: Office) -> None:
    code = running(office, 1)
    due = office.now_is(code).due_at
    assert due is not None
    new = office.ward.calendar.next_working_day(local(due).date())
    late = ("late", code.lower(), "--until", f"{new:%Y-%m-%d}", "--reason", "Chờ xác minh")
    assert run(*late, "--by", "Lê Thị Mẫu")[0] == 0
    assert "1 phiếu chờ ký" in run("apologies")[1]
    assert run("approve", "1", "--by", "Lê Thị Mẫu") == (
        1,
        "Vai trò của anh/chị không làm được việc này.\n",
    )
    assert run("approve", "1", "--by", "trần văn mẫu")[0] == 0
    moved = office.now_is(code).due_at
    assert moved is not None
    assert local(moved).date() == new


def test_beside_a_software_no_status_is_set_from_here(office: Office) -> None:
    code, out = run("status", running(office, 1), "done", "--by", "Lê Thị Mẫu")
    assert (code, out) == (1, "Trạng thái do phần mềm một cửa ghi, ở đây không đổi.\n")


def test_without_a_software_our_desk_sets_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_REGISTRY__MODE", "desk")
    code = running(office, 1)
    assert run("status", code, "done", "--by", "Lê Thị Mẫu")[0] == 0
    assert office.now_is(code).status.value == "done"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("on-time", "H32.12.05-261119-0001", "--by", "Ai Đó"), "không có cán bộ này"),
        (("on-time", "H32.12.05-261119-0009", "--by", "Lê Thị Mẫu"), "Không thấy hồ sơ"),
        (("refuse", "7", "--by", "Trần Văn Mẫu"), "Không thấy hồ sơ hoặc phiếu"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    office: Office, arguments: tuple[str, ...], words: str
) -> None:
    code, out = run(*arguments)
    assert code == 1
    assert words in out


CODE = "H32.12.05-261101-0042"
NEW = ("new", "1.004194", "--digits", "4567", "--code", CODE, "--by", "Lê Thị Mẫu")


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A ward without a one-stop software, its catalogue loaded."""
    monkeypatch.setenv("MOTCUA_REGISTRY__MODE", "desk")
    assert CliRunner().invoke(app, ["db", "upgrade"]).exit_code == 0
    return office


def kept(office: Office) -> int:
    """How many dossiers there are."""
    with office.store.read() as work:
        return int(work.session.execute(text("SELECT count(*) FROM dossier")).scalar_one())


def test_a_dossier_is_filed_at_the_desk_with_its_code_and_its_date(desk: Office) -> None:
    exit_code, out = run(*NEW)
    assert exit_code == 0, out
    assert CODE in out
    assert "4567" not in out
    assert CODE in run("show", CODE)[1]
    made = desk.now_is(CODE)
    assert made.procedure == "1.004194"
    assert made.falls_due_at is not None
    before = kept(desk)
    assert run(*NEW)[0] == 1, "the code is taken"
    assert kept(desk) == before


def test_a_date_of_ones_own_is_taken(desk: Office) -> None:
    day = desk.ward.calendar.add_working_days(local(desk.clock.now()).date(), 5)
    exit_code, out = run(*NEW, "--due", f"{day:%Y-%m-%d}")
    assert exit_code == 0, out
    due = desk.now_is(CODE).falls_due_at
    assert due is not None
    assert local(due).date() == day


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (1, "9.999999"),
        (3, "45"),
        (5, "không phải mã"),
        (5, ""),
        (7, "Người Lạ"),
    ],
    ids=["procedure", "digits", "code", "no prefix for a code of our own", "officer"],
)
def test_what_cannot_be_filed_is_said_and_nothing_is_kept(
    desk: Office, place: int, wrong: str
) -> None:
    run("ready", "--by", "Lê Thị Mẫu")  # a sample ward has dossiers from the first command on
    before = kept(desk)
    exit_code, out = run(*(wrong if at == place else one for at, one in enumerate(NEW)))
    assert exit_code == 1, out
    assert out.strip()
    assert kept(desk) == before


@pytest.mark.parametrize("day", ["31-12-2026", "2020-01-02"])
def test_a_date_that_is_none_or_over_is_refused(desk: Office, day: str) -> None:
    exit_code, out = run(*NEW, "--due", day)
    assert exit_code == 1, out
    assert CODE not in run("show", CODE)[1].partition(":")[2]


def test_where_a_software_sets_the_statuses_no_dossier_is_filed_here(office: Office) -> None:
    assert CliRunner().invoke(app, ["db", "upgrade"]).exit_code == 0
    exit_code, out = run(*NEW)
    assert exit_code == 1
    assert "phần mềm" in out
