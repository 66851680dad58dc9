"""The portal's Word export of one procedure, in a label table or in labelled paragraphs."""

from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from knowledge.importing.flags import Flag
from knowledge.importing.portal_word import read_portal_word
from knowledge.importing.reading import gather
from knowledge.importing.sheets import UnreadableFileError
from knowledge.procedures import FeeKind, Procedure, SubmissionWay, TimeUnit
from tests.knowledge.importing.samples import WORD, write_word

HEADINGS = ["Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả"]
NAME = "ChiTietTTHC_1.999001.docx"


def _record(path: Path) -> Procedure:
    (one,) = gather([path]).judged
    return one.procedure


@pytest.mark.parametrize("two_columns", [True, False])
def test_every_part_of_a_document_is_read(tmp_path: Path, two_columns: bool) -> None:
    record = _record(write_word(tmp_path / NAME, WORD, two_columns=two_columns))

    assert (record.code, record.name) == ("1.999001", "Cấp giấy thử nghiệm")
    assert len(record.steps) == 3
    assert record.ways == (SubmissionWay.IN_PERSON, SubmissionWay.ONLINE)
    assert [(time.value, time.unit) for time in record.times] == [
        (Decimal(1), TimeUnit.WORKING_DAY)
    ]
    assert [(fee.kind, fee.amount) for fee in record.fees] == [(FeeKind.AMOUNT, 8000)]
    assert [(d.name, d.originals, d.copies, d.form) for d in record.documents] == [
        ("Tờ khai thử", 1, None, "Tờ khai thử"),
        ("Giấy xác nhận", None, 1, None),
    ]
    assert record.applicant_kinds == ("Công dân Việt Nam", "Tổ chức nước ngoài")
    assert record.legal_basis == ("01/2026/NĐ-CP Nghị định thử",)
    assert record.conditions == ()
    assert record.announcement is not None
    assert record.announcement.number == "12/QĐ-BTP"


def test_an_old_extension_with_a_new_document_inside_is_read(tmp_path: Path) -> None:
    path = write_word(tmp_path / NAME, WORD).rename(tmp_path / "ChiTietTTHC_1.999001.doc")

    assert _record(path).code == "1.999001"


def test_a_page_of_another_code_is_refused(tmp_path: Path) -> None:
    path = write_word(tmp_path / "ChiTietTTHC_1.999002.docx", WORD)

    (refused,) = gather([path]).refused

    assert refused.findings[0].flag is Flag.OTHER_PAGE


def test_a_zero_fee_of_a_document_is_not_free(tmp_path: Path) -> None:
    ways = [HEADINGS, ["Trực tiếp", "5", "Phí : 0 Đồng", ""]]

    (one,) = gather([write_word(tmp_path / NAME, {**WORD, "Cách thức thực hiện": ways})]).judged

    assert {f.flag for f in one.findings} == {Flag.FEE_ZERO_WITHOUT_WORDS, Flag.TIME_UNIT_MISSING}
    assert [fee.kind for fee in one.procedure.fees] == [FeeKind.UNKNOWN]


def test_several_fees_in_one_cell_are_all_told(tmp_path: Path) -> None:
    cell = "Phí : 50.000 Đồng (hồ sơ thường)\nLệ phí : 120.000 Đồng (hồ sơ khó)"
    ways = [HEADINGS, ["Trực tiếp", "5 Ngày", cell, ""]]

    record = _record(write_word(tmp_path / NAME, {**WORD, "Cách thức thực hiện": ways}))

    assert [(fee.amount, fee.text) for fee in record.fees] == [
        (50_000, "hồ sơ thường"),
        (120_000, "hồ sơ khó"),
    ]


def test_papers_keep_the_case_they_stand_under(tmp_path: Path) -> None:
    said = {key: value for key, value in WORD.items() if key != "Thành phần hồ sơ"} | {
        "Thành phần hồ sơ": ""
    }
    path = write_word(tmp_path / NAME, said, two_columns=False)
    from docx import Document

    document = Document(str(path))
    label = next(p for p in document.paragraphs if p.text.startswith("Thành phần hồ sơ"))
    label.insert_paragraph_before("Thành phần hồ sơ: Trường hợp nộp thay")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Tên giấy tờ", "Mẫu đơn", "Số lượng"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("Giấy ủy quyền", "", "Bản chính: 1"), strict=True):
        cell.text = text
    label._p.addprevious(table._tbl)
    label._p.getparent().remove(label._p)
    document.save(str(path))

    record = _record(path)

    assert [case.label for case in record.cases] == ["nộp thay"]
    assert record.documents[0].case == record.cases[0].key


def test_a_document_without_labels_is_not_a_procedure(tmp_path: Path) -> None:
    path = write_word(tmp_path / "thu.docx", {"Kính gửi": "Ủy ban nhân dân"})

    with pytest.raises(UnreadableFileError, match="Mã thủ tục"):
        read_portal_word(path)


def test_a_document_broken_inside_is_named(tmp_path: Path) -> None:
    path = write_word(tmp_path / NAME, WORD)
    broken = tmp_path / "hong.docx"
    with ZipFile(path) as sound, ZipFile(broken, "w") as out:
        for name in sound.namelist():
            content = sound.read(name)
            out.writestr(name, content[:200] if name == "word/document.xml" else content)

    with pytest.raises(UnreadableFileError, match="hong"):
        read_portal_word(broken)
