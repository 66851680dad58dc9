"""Mistakes beyond the form of a file: links that lead nowhere, dates that must be there."""

from pathlib import Path

from knowledge.checking import check_files, check_shipped

RECORD = '- code: "1.999001"\n  name: Cấp giấy thử\n  field: Lĩnh vực thử\n'


def _folder(tmp_path: Path, records: str, **files: str) -> Path:
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "a.yaml").write_text(records, encoding="utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def _said(folder: Path) -> list[str]:
    return [f"{Path(one.file).name}:{one.line} {one.text}" for one in check_shipped(folder)[1]]


def test_what_is_shipped_has_no_mistake() -> None:
    count, mistakes = check_shipped()

    assert (count, mistakes) == (96, ())


def test_a_link_to_a_record_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    folder = _folder(tmp_path, RECORD + '  linked: ["1.999002"]\n')

    assert _said(folder) == ["a.yaml:1 1.999001: `linked` dẫn tới 1.999002 không có bản ghi"]


def test_a_civil_status_record_without_its_review_date_is_a_mistake(tmp_path: Path) -> None:
    folder = _folder(tmp_path, RECORD.replace("Lĩnh vực thử", "Hộ tịch"))

    (mistake,) = _said(folder)

    assert "review_by" in mistake


def test_a_replaced_record_names_its_successor(tmp_path: Path) -> None:
    folder = _folder(tmp_path, RECORD + "  state: replaced\n")

    (mistake,) = _said(folder)

    assert "replaced_by" in mistake


def test_a_life_event_of_an_unknown_procedure_is_a_mistake(tmp_path: Path) -> None:
    event = '- {key: sinh_con, title: Sinh con, codes: ["1.999009"]}'
    folder = _folder(tmp_path, RECORD, life_events=event)

    (mistake,) = _said(folder)

    assert "life_events: sinh_con: 1.999009" in mistake


def test_other_files_are_checked_on_their_own(tmp_path: Path) -> None:
    path = tmp_path / "moi.yaml"
    path.write_text(RECORD + "  effective_from: 2026-05-01\n  effective_to: 2026-04-01\n")

    count, mistakes = check_files([path])

    assert count == 1
    assert "effective_to trước effective_from" in mistakes[0].text
