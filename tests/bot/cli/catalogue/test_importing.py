"""`motcua catalogue import`: files, drafts, templates, and the lines it refuses."""

from pathlib import Path

from knowledge.importing.sheets import read_sheets
from knowledge.importing.workbooks import Heading, OutSheet, write_sheets
from tests.bot.cli.catalogue.commands import Motcua, exported, listed_by, read_json
from tests.knowledge.importing.samples import RECORD, WORD, write_jsonl, write_word


def test_an_import_counts_its_flags_and_is_listed(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", RECORD, "{broken", {**RECORD, "results": []})

    summary = read_json(motcua("import", path, "--json"))

    assert (summary["read"], summary["published"], summary["refused"]) == (3, 1, 2)
    assert summary["flags"] == {"duplicate": 1, "unreadable": 1}
    assert [(row["line"], row["outcome"]) for row in summary["rows"]] == [
        (1, "published"),
        (2, "refused"),
        (3, "refused"),
    ]
    assert listed_by(motcua)["1.999001"]["state"] == "active"


def test_an_import_prints_a_table_and_the_refused_lines(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, "results": []}, "{broken")

    result = motcua("import", path)

    assert result.exit_code == 0
    assert "no_result" in result.output
    assert "a.jsonl:2: không đọc được dòng này" in result.output
    assert "Đọc 2 dòng: 1 dùng ngay" in result.output


def test_a_name_that_differs_from_the_one_in_use_is_shown(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, "code": "1.001193"})

    output = " ".join(motcua("import", path).output.split())

    assert "1.001193 tên khác: “Cấp giấy thử nghiệm”, đang dùng “Thủ tục đăng ký" in output


def test_an_import_that_can_take_nothing_exits_one(motcua: Motcua, tmp_path: Path) -> None:
    assert motcua("import", write_jsonl(tmp_path / "a.jsonl", "{broken")).exit_code == 1
    assert motcua("import", tmp_path / "missing.xlsx").exit_code == 1


def test_one_unreadable_file_stops_the_whole_import(motcua: Motcua, tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"broken")
    before = listed_by(motcua)

    result = motcua("import", write_jsonl(tmp_path / "a.jsonl", RECORD), tmp_path / "b.xlsx")

    assert result.exit_code == 1
    assert "b.xlsx" in result.output
    assert listed_by(motcua) == before


def test_an_import_does_not_replace_a_shipped_record(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, "code": "1.001193"})

    summary = read_json(motcua("import", path, "--json"))

    assert (summary["drafts"], summary["names_changed"]) == (1, 1)
    assert listed_by(motcua)["1.001193"]["name"] != RECORD["name"]


def test_a_draft_is_compared_and_put_in_force_by_an_officer(motcua: Motcua, tmp_path: Path) -> None:
    motcua("import", write_jsonl(tmp_path / "a.jsonl", {**RECORD, "code": "1.001193"}))

    (draft,) = read_json(motcua("drafts", "--json"))
    refused = motcua("drafts", "1.001193", "--accept")
    accepted = motcua("drafts", "1.001193", "--accept", "--by", "Lan")

    fees = next(one for one in draft["differences"] if one["part"] == "fees")
    assert fees["theirs"] == "8.000đ"
    assert (refused.exit_code, accepted.exit_code) == (2, 0)
    assert listed_by(motcua)["1.001193"]["name"] == RECORD["name"]
    assert read_json(motcua("drafts", "--json")) == []
    motcua("export", tmp_path / "ra.yaml")
    accepted_record = exported(tmp_path / "ra.yaml", "1.001193")
    assert "dkks" in accepted_record["aliases"]
    assert accepted_record["review_by"] == "2027-02-15"


def test_a_word_document_is_imported(motcua: Motcua, tmp_path: Path) -> None:
    result = motcua("import", write_word(tmp_path / "ChiTietTTHC_1.999001.docx", WORD))

    assert result.exit_code == 0
    assert "1.999001" in listed_by(motcua)


def test_the_template_is_written_filled_and_imported_as_the_officers_word(
    motcua: Motcua, tmp_path: Path
) -> None:
    path = tmp_path / "mau.xlsx"
    motcua("export", "--template", path)
    sheet = read_sheets(path)[0]
    row = list(sheet.rows[1].cells)
    row[0], row[1] = "1.001193", "Đăng ký khai sinh tại xã"
    headings = tuple(Heading(text) for text in sheet.rows[0].cells)
    write_sheets(path, (OutSheet("Thủ tục", headings, (tuple(row),)),))

    summary = read_json(motcua("import", path, "--by", "Lan", "--json"))

    assert summary["published"] == 1
    motcua("export", tmp_path / "ra.yaml")
    record = exported(tmp_path / "ra.yaml", "1.001193")
    assert "dkks" in record["aliases"]
    assert {record["marks"][part] for part in ("documents", "fee", "time")} == {"C"}
    assert listed_by(motcua)["1.001193"]["name"] == "Đăng ký khai sinh tại xã"


def test_a_doubtful_cell_of_an_officers_sheet_stays_unknown(motcua: Motcua, tmp_path: Path) -> None:
    path = tmp_path / "mau.csv"
    motcua("export", "--template", path)
    sheet = read_sheets(path)[0]
    headings = sheet.rows[0].cells
    row = list(sheet.rows[1].cells)
    row[0], row[1] = "1.999001", "Cấp giấy của xã"
    row[headings.index("Thời hạn giải quyết *")] = "5"
    heads = tuple(Heading(text) for text in headings)
    write_sheets(path, (OutSheet("Thủ tục", heads, (tuple(row),)),))

    motcua("import", path, "--by", "Lan")

    motcua("export", tmp_path / "ra.yaml")
    marks = exported(tmp_path / "ra.yaml", "1.999001")["marks"]
    assert (marks["time"], marks["fee"]) == ("-", "C")


def test_a_report_of_every_row_is_written(motcua: Motcua, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "a.jsonl", {**RECORD, "results": []}, "{broken")

    motcua("import", path, "--report", tmp_path / "bao-cao.csv")

    lines = (tmp_path / "bao-cao.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "thiếu kết quả" in lines[1]
