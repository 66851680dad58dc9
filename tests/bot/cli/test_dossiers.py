"""`motcua dossiers`: importing the register, showing one dossier, explaining its clock."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.logs import configure

LIVE = Path(__file__).parents[2] / "communes" / "live.yaml"
HEADINGS = "Số hồ sơ;Mã thủ tục;SĐT;Ngày tiếp nhận;Ngày hẹn trả;Trạng thái"
GOOD = "H32.12.05-261119-0001;1.004873;0901234567;19/11/2026 09:00;25/11/2026;Chờ trình ký"
BAD = "H32.12.05-269999-0002;1.004873;;19/11/2026 09:00;25/11/2026;4"


@pytest.fixture(autouse=True)
def _database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE__URL", database_url)
    monkeypatch.setenv("MOTCUA_CONFIG", str(LIVE))  # a sample ward has dossiers of its own
    configure(level="error")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["dossiers", *arguments])
    return result.exit_code, result.output


def export(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "so.csv"
    path.write_text("\n".join((HEADINGS, *lines)), encoding="utf-8")
    return str(path)


def test_an_import_says_what_came_of_it_line_by_line(tmp_path: Path) -> None:
    code, out = run("import", export(tmp_path, GOOD, BAD), "--copied-at", "2026-11-20T07:00")

    assert code == 0
    assert "so.csv:3: mã hồ sơ có ngày không có thật" in out
    assert "so.csv:2: H32.12.05-261119-0001: có trạng thái chưa khai" in out
    assert "(dữ liệu lúc 07:00 20/11/2026): đọc 2 dòng, 1 mới, 0 thay đổi, 0 như cũ, 1 không" in out
    assert "0901234567" not in out


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = export(tmp_path, GOOD, BAD)
    run("import", path)
    code, out = run("import", path, "--json")

    (report,) = json.loads(out)["files"]
    assert code == 0
    assert (report["added"], report["changed"], report["unchanged"]) == (0, 0, 1)
    assert [one["line"] for one in report["refused"]] == [3]


def test_a_file_that_cannot_be_read_does_not_stop_the_next(tmp_path: Path) -> None:
    code, out = run("import", str(tmp_path / "none.csv"), export(tmp_path, GOOD))

    assert code == 1
    assert "none.csv: không đọc được tệp" in out
    assert "1 mới" in out


def test_a_moment_that_is_none_is_refused(tmp_path: Path) -> None:
    code, out = run("import", export(tmp_path, GOOD), "--copied-at", "sáng nay")

    assert code == 2
    assert "2026-11-20T07:00" in out


FULL = "H32.12.05-261119-0001;1.004873;0901234567;19/11/2026 09:00;25/11/2026;Đang xử lý"


def test_a_dossier_is_shown_to_officers_with_what_to_look_at(tmp_path: Path) -> None:
    run("import", export(tmp_path, GOOD), "--copied-at", "2026-11-20T07:00")
    code, out = run("show", "h32.12.05 – 261119 – 1")

    assert code == 0
    assert "Dữ liệu lúc 07:00 thứ Sáu 20/11/2026." in out
    assert "Trạng thái: Trạng thái chưa khai báo: Chờ trình ký" in out
    assert "Tiếp nhận: 09:00 thứ Năm 19/11/2026" in out
    assert "Có trạng thái chưa khai trong registry.statuses" in out
    assert "4567" not in out


def test_the_clock_is_explained_by_the_record_and_the_printed_date_wins(tmp_path: Path) -> None:
    run("import", export(tmp_path, FULL), "--copied-at", "2026-11-20T07:00")
    code, out = run("explain", "H32.12.05-261119-0001")

    assert code == 0
    assert "Thời hạn giải quyết: 3 ngày làm việc, không tính ngày nhận." in out
    assert "24/11/2026 (Ngày Văn hóa Việt Nam)" in out
    assert "Tính ra: dự kiến 17:00 thứ Tư 25/11/2026." in out
    assert "Ngày hẹn: 17:00 thứ Tư 25/11/2026. Ngày ghi trên giấy hẹn là ngày chính thức." in out


def test_an_unknown_code_and_no_code_are_told_apart(tmp_path: Path) -> None:
    unknown, none = run("show", "H32.12.05-261119-0009"), run("explain", "hồ sơ của tôi")

    assert unknown[0] == 1
    assert "không có mã H32.12.05-261119-0009" in unknown[1]
    assert none[0] == 2
    assert "xem lại trên giấy hẹn" in none[1]


def test_breaches_are_listed_also_of_what_was_answered_late(tmp_path: Path) -> None:
    headings = "Số hồ sơ;Mã thủ tục;Ngày nộp;Ngày tiếp nhận;Trạng thái"
    late = "H32.12.05-261119-0001;1.004873;19/11/2026 07:00;23/11/2026 09:00;2"
    good = "H32.12.05-261119-0002;1.004873;19/11/2026 07:00;19/11/2026 09:00;2"
    path = tmp_path / "so.csv"
    path.write_text("\n".join((headings, late, good)), encoding="utf-8")
    run("import", str(path), "--copied-at", "2026-11-23T10:00")

    code, out = run("breaches", "--since", "2026-11-01")
    assert code == 0
    assert "261119-0001: Đã trả lời hồ sơ trực tuyến, nhưng sau 8 giờ làm việc" in out
    assert "261119-0002" not in out
    (only,) = json.loads(run("breaches", "--since", "2026-11-01", "--json")[1])
    assert only["rule"] == "intake_late"


def test_satisfaction_is_told_of_past_months_and_not_of_fewer_than_five(tmp_path: Path) -> None:
    run("import", export(tmp_path, GOOD))
    assert "Dưới 5 người thì không tính" in run("satisfaction", "--month", "2026-01")[1]
    code, out = run("satisfaction", "--month", "2999-01")
    assert code != 0
    assert "Chỉ tính tháng đã qua" in out


def test_a_figure_the_settings_change_is_the_one_breaches_are_judged_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    headings = "Số hồ sơ;Mã thủ tục;Ngày nộp;Ngày tiếp nhận;Trạng thái"
    late = "H32.12.05-261119-0001;1.004873;19/11/2026 07:00;23/11/2026 09:00;2"
    path = tmp_path / "so.csv"
    path.write_text("\n".join((headings, late)), encoding="utf-8")
    run("import", str(path), "--copied-at", "2026-11-23T10:00")
    change = {"since": "2026-01-01", "value": 24, "basis": "Quyết định của tỉnh"}

    monkeypatch.setenv("MOTCUA_RULES", json.dumps({"intake_late": {"changes": [change]}}))
    assert "261119-0001" not in run("breaches", "--since", "2026-11-01")[1]
    monkeypatch.delenv("MOTCUA_RULES")
    assert "261119-0001" in run("breaches", "--since", "2026-11-01")[1]
