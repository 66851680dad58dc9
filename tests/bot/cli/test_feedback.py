"""`motcua feedback`: officers' acts on cases from the command line."""

import re
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
from handlers.second_factor import Checked
from handlers.store import staff
from handlers.store.unit_of_work import Store
from handlers.vault import Vault

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần"
GOOD = "Thưa anh/chị, UBND phường đã kiểm tra đèn đường hẻm 12 và sẽ thay ngày 27/11. Xin lỗi."
LEAD, OTHER = "Lê Thị Mẫu", "Trần Văn Mẫu"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/motcua.db")
    for name, role in ((LEAD, "phu trach mot cua"), (OTHER, "can bo"), ("Đầu Ngành Mẫu", "head")):
        assert CliRunner().invoke(app, ["staff", "add", name, role]).exit_code == 0
    return tmp_path


def run(*arguments: str, by: str = LEAD) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["feedback", *arguments, "--by", by])
    return result.exit_code, result.output


def entered(matter: str = LAMP) -> str:
    exit_code, out = run(
        "enter", matter, "--kind", "local_matter", "--name", "Phạm Thị Thử", "--phone", "0900000000"
    )
    assert exit_code == 0
    found = re.search(r"PA-\d{6}-\d{3}", out)
    assert found is not None
    return found.group()


def test_a_case_from_the_desk_to_its_answer() -> None:
    code = entered()
    assert code in run("list")[1]
    assert run("claim", code)[0] == 0

    vague, why = run("answer", code, "Phường sẽ xem xét theo quy định.")
    assert vague == 1
    assert "chưa đạt" in why
    assert run("answer", code, GOOD)[0] == 0
    shown = run("show", code)[1]
    assert "— đã trả lời" in shown
    assert f"{LEAD}: nhận việc" in shown
    assert "người gửi: gửi phản ánh" in shown
    assert code not in run("list")[1]
    assert code in run("list", "--all")[1]


def test_a_point_without_an_answer_is_named() -> None:
    code = entered("Đèn đường hẻm 12 hỏng, với lại nắp cống trước trường bể toác")
    half = "Thưa anh/chị, UBND phường đã thay bóng đèn đường hẻm 12 chiều 24/11, đèn đã sáng."
    exit_code, out = run("answer", code, half)
    assert exit_code == 1
    assert "Ý 2: “với lại nắp cống trước trường bể toác” chưa thấy trả lời" in out
    assert "Ý 1: Đèn đường hẻm 12 hỏng (✓ đã trả lời)" in out


def set_up(database: Path, name: str, ago: timedelta) -> str:
    """An officer's app, set up so long ago; its secret."""
    vault = Vault(read_or_make(database / "vault.key"))
    with Store(make_engine(f"sqlite:///{database}/motcua.db")).work() as work:
        commune = load_settings().commune.key
        officer = next(
            one.officer for one in staff.members(work, commune) if one.officer.name == name
        )
        then = SystemClock().now() - ago
        second_factor.begin(work, vault, officer, then)
        secret = second_factor.pending(work, vault, officer)
        assert secret is not None
        shown = pyotp.TOTP(secret).at(then)
        assert second_factor.confirm(work, vault, officer, shown, then) is Checked.GOOD
        work.commit()
    return secret


def opens(code: str, totp: str, by: str = "Đầu Ngành Mẫu") -> tuple[int, str]:
    return run("reporter", code, "--why", "gặp lại", "--totp", totp, by=by)


def test_a_name_alone_opens_no_reporter(database: Path) -> None:
    code = entered()
    for totp in ((), ("--totp", "000000")):
        exit_code, out = run("reporter", code, "--why", "x", *totp, by="Đầu Ngành Mẫu")
        assert exit_code == 1
        assert "Phạm" not in out
    assert "cài mã xác nhận trước" in opens(code, "000000")[1]

    secret = set_up(database, "Đầu Ngành Mẫu", timedelta(days=4))
    right = pyotp.TOTP(secret).at(SystemClock().now())
    wrong = "000000" if right != "000000" else "111111"
    assert opens(code, wrong)[0] == 1
    for _ in range(4):
        opens(code, wrong)
    exit_code, out = opens(code, right)
    assert (exit_code, "tạm khoá" in out) == (1, True)
    assert "mở niêm phong người gửi" not in run("show", code)[1]


def test_an_app_set_up_just_now_opens_no_reporter(database: Path) -> None:
    """Who runs the machine may reset a head's app and enrol their own."""
    code = entered()
    secret = set_up(database, "Đầu Ngành Mẫu", timedelta(days=2))
    exit_code, out = opens(code, pyotp.TOTP(secret).at(SystemClock().now()))
    assert exit_code == 1
    assert "chưa đủ 3 ngày" in out


def test_who_reported_is_shown_to_nobody_but_by_a_recorded_act(database: Path) -> None:
    code = entered()
    shown = run("show", code)[1]
    assert "Phạm" not in shown
    assert opens(code, "000000", by=LEAD) == (1, "Không có phản ánh này.\n")
    secret = set_up(database, "Đầu Ngành Mẫu", timedelta(days=4))
    exit_code, out = opens(code, pyotp.TOTP(secret).at(SystemClock().now()))
    assert exit_code == 0
    assert "Phạm Thị Thử 0900000000" in out
    assert "mở niêm phong người gửi" in run("show", code)[1]
    assert (database / "vault.key").exists()
    assert "Phạm Thị Thử".encode() not in (database / "motcua.db").read_bytes()


def test_who_may_not_see_a_case_is_told_there_is_none() -> None:
    code = entered()
    assert run("show", code, by=OTHER) == (1, "Không có phản ánh này.\n")
    assert "0 phản ánh" in run("list", by=OTHER)[1]


def test_a_head_publishes_after_a_look_and_takes_it_back() -> None:
    head = "Đầu Ngành Mẫu"
    code = entered()
    assert run("answer", code, GOOD)[0] == 0
    assert run("publish", code)[0] == 1

    exit_code, out = run("publish", code, "--hide", "Hoa Sữa", by=head)
    assert exit_code == 0
    assert "Chưa công khai" in out
    assert run("withdraw", code, by=head)[0] == 1
    named = run("publish", code, "--question", "Bà Thử hỏi về đèn.", "--yes", by=head)
    assert named[0] == 1
    assert "tên người gửi" in named[1]
    assert run("publish", code, "--picture", "1:none", "--yes", by=head)[0] == 1
    assert run("publish", code, "--yes", by=head)[0] == 0
    assert "công khai" in run("show", code, by=head)[1]
    assert run("withdraw", code, by=head)[0] == 0
    assert "gỡ công khai" in run("show", code, by=head)[1]


def test_satisfaction_is_told_by_months_that_are_over_to_those_who_lead() -> None:
    exit_code, out = run("satisfaction", "--month", "2026-01")
    assert exit_code == 0
    assert "Tháng 01/2026: 0 người chấm" in out
    assert "không tính" in out
    assert "Chỉ tính tháng đã qua" in run("satisfaction", "--month", "2999-01")[1]
    assert run("satisfaction", by=OTHER)[0] == 1


def test_a_denunciation_is_not_written_down() -> None:
    exit_code, out = run("enter", "Tôi tố cáo cán bộ nhận hối lộ", "--kind", "conduct")
    assert exit_code == 1
    assert "tố cáo" in out
    assert "0 phản ánh" in run("list", "--all")[1]


def test_a_case_naming_an_officer_is_not_theirs() -> None:
    exit_code, out = run(
        "enter", f"Hồ sơ trễ hẹn, cán bộ {LEAD} không trả lời", "--kind", "dossier_delay"
    )
    assert exit_code == 0
    found = re.search(r"PA-\d{6}-\d{3}", out)
    assert found is not None
    assert run("show", found.group())[0] == 1
    assert run("show", found.group(), by="Đầu Ngành Mẫu")[0] == 0


def test_a_code_that_is_none_is_told_so() -> None:
    exit_code, out = run("show", "H32-1")
    assert exit_code == 1
    assert "PA-261123-001" in out


def test_who_is_complained_of_by_given_name_is_not_handed_the_case() -> None:
    """F-5: the head cannot give it to them, and it is not there for them."""
    added = CliRunner().invoke(app, ["staff", "add", "Ngô Thị Sen", "can bo"])
    assert added.exit_code == 0
    head = "Đầu Ngành Mẫu"
    _, out = run("enter", "cô Sen quầy hộ tịch quát tôi", "--kind", "conduct", by=head)
    code = re.findall(r"PA-\d{6}-\d{3}", out)[0]

    assert run("assign", code, "--to", "Ngô Thị Sen", by=head)[0] == 1
    assert run("show", code, by="Ngô Thị Sen") == (1, "Không có phản ánh này.\n")
    assert run("assign", code, "--to", OTHER, by=head)[0] == 0


def test_conduct_of_nobody_named_stays_with_the_head_until_it_is_marked() -> None:
    head = "Đầu Ngành Mẫu"
    _, out = run("enter", "chị ở quầy hộ tịch quát tôi", "--kind", "conduct", by=head)
    code = re.findall(r"PA-\d{6}-\d{3}", out)[0]

    exit_code, said = run("assign", code, "--to", OTHER, by=head)
    assert exit_code == 1
    assert "chưa rõ về ai" in said
    assert run("mark", code, "--person", LEAD, by=head)[0] == 0
    assert run("assign", code, "--to", LEAD, by=head)[0] == 1
    assert run("assign", code, "--to", OTHER, by=head)[0] == 0


def test_danger_told_at_the_desk_is_urgent() -> None:
    """As in the chat: numbers to call first, the unit rung at once, the short clock."""
    exit_code, out = run(
        "enter", "Đang cháy nhà ở hẻm 20, khói nhiều lắm", "--kind", "local_matter"
    )
    assert exit_code == 0
    assert out.index("114") < out.index("PA-")
    found = re.search(r"PA-\d{6}-\d{3}", out)
    assert found is not None
    _, shown = run("show", found.group())
    assert "KHẨN" in shown


def test_a_case_that_is_a_denunciation_after_all_is_pointed_to_the_law() -> None:
    code = entered()
    assert run("route", code, "--kind", "conduct")[0] == 1
    exit_code, out = run("route", code, "--kind", "denunciation")
    assert exit_code == 0
    assert "chỉ người gửi nơi nộp đơn" in out
    assert run("show", code) == (1, "Không có phản ánh này.\n")
    shown = run("show", code, by="Đầu Ngành Mẫu")[1]
    assert "(đã xoá nội dung)" in shown
    assert "Hoa Sữa" not in shown


def test_the_words_do_not_tell_who_lies_under_seal() -> None:
    code = entered(
        "Tôi là Phạm Thị Thử, sđt 0900 000 000: đèn đường trước hẻm 12 hỏng, cô Thử ở tổ 4"
    )
    shown = run("show", code)[1]
    assert "Tôi là [tên], sđt [số điện thoại]: đèn đường" in shown
    assert "cô Thử ở tổ 4" in shown
