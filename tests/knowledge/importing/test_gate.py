"""The gate finds what is doubtful; the record keeps only what is sound."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importing.flags import LABELS, Flag
from knowledge.importing.gate import inspect
from knowledge.importing.records import to_procedure
from knowledge.importing.rows import Paper, PaperGroup, SourceRow
from knowledge.procedures import (
    Desk,
    FeeKind,
    Handover,
    Mark,
    Part,
    Procedure,
    ProcessingTime,
    SubmissionWay,
    TimeUnit,
)
from tests.knowledge.importing.samples import ROW, WAY, with_fee, with_way


def _flags(row: SourceRow) -> set[Flag]:
    return {one.flag for one in inspect(row)}


def _record(row: SourceRow) -> Procedure:
    return to_procedure(row, inspect(row))


def _papers(*papers: Paper, heading: str = "") -> SourceRow:
    return replace(ROW, papers=(PaperGroup(heading, papers),))


def test_a_sound_row_carries_no_flag_and_all_its_parts() -> None:
    record = _record(ROW)

    assert _flags(ROW) == set()
    assert record.times == (ProcessingTime(value=Decimal(3), unit=TimeUnit.WORKING_DAY),)
    assert [fee.amount for fee in record.fees] == [8000]
    assert [paper.name for paper in record.documents] == ["Tờ khai thử"]
    assert {record.mark(part) for part in (Part.TIME, Part.FEE, Part.DOCUMENTS)} == {Mark.PORTAL}


def test_a_time_without_a_unit_stays_unknown() -> None:
    """P-4: a number without a unit is unknown."""
    row = with_way(time_text="5", time_value=Decimal(5), time_unit=None)

    assert Flag.TIME_UNIT_MISSING in _flags(row)
    assert _record(row).times == ()
    assert _record(row).mark(Part.TIME) is Mark.UNKNOWN


def test_wd_is_a_working_day() -> None:
    row = with_way(time_text="5 wd", time_value=Decimal(5), time_unit="wd")

    assert _record(row).times[0].unit is TimeUnit.WORKING_DAY


@pytest.mark.parametrize(
    ("text", "unit"),
    [("8 giờ làm việc", TimeUnit.WORKING_HOUR), ("8 Giờ", None)],
)
def test_an_hour_is_a_working_hour_only_where_the_text_says_so(
    text: str, unit: TimeUnit | None
) -> None:
    row = with_way(time_text=text, time_value=Decimal(8), time_unit="hour")

    assert [time.unit for time in _record(row).times] == ([unit] if unit else [])
    assert (Flag.TIME_HOUR_UNCLEAR in _flags(row)) is (unit is None)


def test_free_contradicted_by_its_note_is_never_exempt() -> None:
    row = with_fee("Miễn phí", None, "Mức thu do Hội đồng nhân dân tỉnh quyết định.")

    record = _record(row)

    assert Flag.FREE_LABEL_BUT_NOTE in _flags(row)
    assert record.mark(Part.FEE) is Mark.UNKNOWN
    assert [fee.kind for fee in record.fees] == [FeeKind.COUNCIL]


@pytest.mark.parametrize(("text", "amount"), [("Miễn phí", 0), ("Phí : 0 Đồng", 0)])
def test_zero_without_words_is_not_free(text: str, amount: int) -> None:
    """P-3: an amount of nothing is "not published", not "free"."""
    row = with_fee(text, amount)
    assert Flag.FEE_ZERO_WITHOUT_WORDS in _flags(row)
    assert FeeKind.EXEMPT not in {fee.kind for fee in _record(row).fees}


def test_a_note_that_says_the_word_makes_a_fee_exempt() -> None:
    row = with_fee("Miễn phí", 0, "Không thu lệ phí.")

    assert [fee.kind for fee in _record(row).fees] == [FeeKind.EXEMPT]


@pytest.mark.parametrize("amount", [20, 40, 700, 999])
def test_an_amount_that_lost_its_thousands_is_never_told(amount: int) -> None:
    row = with_fee(f"{amount} VNĐ", amount)

    assert Flag.FEE_AMOUNT_SUSPICIOUS in _flags(row)
    assert {fee.amount for fee in _record(row).fees} == {None}


def test_a_foreign_amount_is_told_in_its_own_words() -> None:
    row = with_fee("10 USD", 10, currency="USD")

    assert [(fee.kind, fee.text) for fee in _record(row).fees] == [(FeeKind.OTHER, "10 USD")]


def test_time_and_fee_run_together_leave_both_unknown() -> None:
    row = with_way(raw="Trực tiếp120 VNĐ", label="Trực tiếp", time_text="1", time_value=Decimal(1))

    record = _record(row)

    assert Flag.TIME_FEE_GLUED in _flags(row)
    assert (record.mark(Part.TIME), record.mark(Part.FEE)) == (Mark.UNKNOWN, Mark.UNKNOWN)


def test_times_that_differ_by_way_are_told_without_the_way() -> None:
    """P-5: rows per way may be cases; none is told to be faster."""
    other = replace(
        WAY, way=SubmissionWay.ONLINE, time_text="5 ngày làm việc", time_value=Decimal(5)
    )
    row = replace(ROW, ways=(WAY, other))

    record = _record(row)

    assert record.mark(Part.TIME) is Mark.CONFLICTING
    assert [(time.way, time.text) for time in record.times] == [
        (None, "3 ngày làm việc hoặc 5 ngày làm việc, tùy trường hợp")
    ]


def test_an_agency_of_the_abolished_level_is_left_out() -> None:
    row = replace(ROW, executing="Bảo hiểm xã hội cấp huyện")

    record = _record(row)

    assert Flag.MENTIONS_ABOLISHED_DISTRICT in _flags(row)
    assert record.deciding_agency is None
    assert record.mark(Part.AGENCY) is Mark.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"steps": ""}, Flag.NO_STEPS),
        ({"ways": ()}, Flag.NO_METHODS),
        ({"papers": ()}, Flag.NO_COMPONENTS),
        ({"audience": ()}, Flag.NO_AUDIENCE),
        ({"executing": ""}, Flag.NO_AGENCY),
        ({"legal_basis": ()}, Flag.NO_LEGAL_BASIS),
    ],
)
def test_a_missing_compulsory_part_is_named(changes: dict[str, object], flag: Flag) -> None:
    assert flag in _flags(replace(ROW, **changes))  # type: ignore[arg-type]


def test_a_row_that_is_only_a_name_is_kept_with_everything_unknown() -> None:
    row = SourceRow("a.jsonl", 1, "1.999001", "Khóa giấy thử", executing="Công an cấp xã")

    record = _record(row)

    assert _flags(row) == {Flag.DETAIL_MISSING_WRONG_PAGE}
    assert {record.mark(part) for part in (Part.TIME, Part.FEE, Part.DOCUMENTS)} == {Mark.UNKNOWN}
    assert record.desk is Desk.POLICE


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"code": "1.99"}, Flag.BAD_CODE),
        ({"name": "  "}, Flag.NO_NAME),
        ({"name": "C\x00p gi\ufffdy"}, Flag.UNREADABLE),
        ({"expected_code": "1.999002"}, Flag.OTHER_PAGE),
        ({"at_commune": False}, Flag.NOT_COMMUNE_LEVEL),
    ],
)
def test_a_wrong_row_is_refused(changes: dict[str, object], flag: Flag) -> None:
    found = inspect(replace(ROW, **changes))  # type: ignore[arg-type]

    assert [one.flag for one in found] == [flag]
    assert found[0].refuses


def test_control_characters_are_flagged_and_never_stored() -> None:
    row = _papers(Paper("Tờ khai\x07 thử\u202e", 1, 0))

    record = _record(row)

    assert Flag.BROKEN_TEXT in _flags(row)
    assert record.documents[0].name == "Tờ khai thử"
    assert record.mark(Part.DOCUMENTS) is Mark.UNKNOWN


def test_a_note_is_not_a_paper_to_bring() -> None:
    row = _papers(Paper("Tờ khai", 1, 0), Paper("Bản sao phải rõ.", 0, 0, is_note=True))

    record = _record(row)

    assert [paper.name for paper in record.documents] == ["Tờ khai"]
    assert record.notes[Part.DOCUMENTS] == "Bản sao phải rõ."


def test_headings_name_cases_or_the_way_of_handing_over() -> None:
    row = replace(
        ROW,
        papers=(
            PaperGroup("* Giấy tờ phải nộp:", (Paper("Tờ khai"),)),
            PaperGroup("* Giấy tờ phải xuất trình:", (Paper("Căn cước"),)),
            PaperGroup("Trường hợp ủy quyền:", (Paper("Giấy ủy quyền"),)),
        ),
    )

    record = _record(row)

    assert [case.label for case in record.cases] == ["ủy quyền"]
    assert [(paper.handover, paper.case) for paper in record.documents] == [
        (Handover.SUBMIT, None),
        (Handover.SHOW, None),
        (Handover.SUBMIT, "case1"),
    ]


def test_what_a_proxy_brings_comes_after_what_everybody_brings() -> None:
    row = replace(
        ROW,
        papers=(
            PaperGroup("Trường hợp ủy quyền:", (Paper("Giấy ủy quyền"),)),
            PaperGroup("", (Paper("Tờ khai"),)),
        ),
    )

    assert [paper.name for paper in _record(row).documents] == ["Tờ khai", "Giấy ủy quyền"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Thủ tục cấp giấy thử", "Cấp giấy thử"),
        ("Cấp giấy thử (thực hiện tại cấp xã)", "Cấp giấy thử"),
        ("Cấp giấy thử (thực hiện tại cấp tỉnh)", "Cấp giấy thử (thực hiện tại cấp tỉnh)"),
    ],
)
def test_a_title_leaves_out_what_every_desk_here_knows(name: str, title: str) -> None:
    assert _record(replace(ROW, name=name)).title == title


def test_a_row_that_moved_to_another_file_and_line_is_the_same_record() -> None:
    moved = replace(ROW, file="moi.jsonl", line=99)

    assert _record(moved) == _record(ROW)


def test_a_paper_the_officer_can_look_up_is_not_asked_for_first() -> None:
    """P-11: asked for only where the officer cannot look it up."""
    row = _papers(Paper("Giấy xác nhận cư trú trong trường hợp không khai thác được dữ liệu"))

    assert _record(row).documents[0].handover is Handover.LOOKUP


def test_a_civil_status_record_is_given_its_review_date() -> None:
    record = _record(replace(ROW, field="Hộ tịch"))

    assert record.review_by is not None
    assert record.review_by.isoformat() == "2027-02-15"


def test_a_matter_of_death_opens_with_condolence() -> None:
    assert _record(replace(ROW, name="Thủ tục đăng ký khai tử thử")).condolence


def test_every_flag_has_words_for_officers() -> None:
    assert set(LABELS) == set(Flag)


texts = st.text(max_size=60)


@given(texts, texts, texts, st.none() | st.integers(-5, 10**9), texts)
def test_no_fee_is_ever_read_as_free_or_tiny_without_the_words(
    label: str, note: str, name: str, amount: int | None, steps: str
) -> None:
    row = replace(with_fee(label, amount, note), name=f"Giấy {name}", steps=steps)
    found = inspect(row)
    if any(one.refuses for one in found):
        return

    record = to_procedure(row, found)

    for fee in record.fees:
        assert fee.amount is None or fee.amount >= 1000
        if fee.kind is FeeKind.EXEMPT:
            assert any(word in note.lower() for word in ("miễn", "không thu"))
