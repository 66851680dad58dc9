"""`motcua feedback`: officers' acts on cases from the command line."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app

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


def entered() -> str:
    exit_code, out = run(
        "enter", LAMP, "--kind", "local_matter", "--name", "Phạm Thị Thử", "--phone", "0900000000"
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


def test_who_reported_is_shown_to_nobody_but_by_a_recorded_act(database: Path) -> None:
    code = entered()
    shown = run("show", code)[1]
    assert "Phạm" not in shown
    assert run("reporter", code, "--why", "xem")[0] == 1
    exit_code, out = run("reporter", code, "--why", "gặp lại", by="Đầu Ngành Mẫu")
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
