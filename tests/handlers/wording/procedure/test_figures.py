"""Fees and times as told: every case, with their unit, their decision, their reservation."""

from datetime import time
from decimal import Decimal

import pytest

from handlers.messages import Fact, Item
from handlers.wording import procedure as wording
from handlers.wording.procedure import Setting
from knowledge.overlay import Overlay, apply_overlay
from knowledge.procedures import (
    Fee,
    FeeKind,
    Mark,
    Part,
    ProcessingTime,
    SubmissionWay,
    TimeUnit,
)
from tests.handlers.wording.procedure.record import BIRTH, COMMUNE, TODAY, answer


def test_the_asked_part_stands_first_and_alone() -> None:
    text = answer(BIRTH, Part.FEE)

    assert text.splitlines()[0] == "Đăng ký khai sinh"
    assert text.splitlines()[1] == "Lệ phí: trong 60 ngày: không thu"
    assert "Giấy tờ cần có" not in text


def test_a_part_answer_shows_every_case_that_changes_the_figure() -> None:
    text = answer(BIRTH, Part.FEE)

    assert "trong 60 ngày: không thu" in text
    assert "Quá 60 ngày: theo mức Hội đồng nhân dân tỉnh quy định" in text
    assert "8.000đ/bản sao" in text


def test_the_case_the_words_named_comes_first() -> None:
    lines = answer(BIRTH, Part.FEE, case="late").splitlines()

    assert lines[1].startswith("Lệ phí: quá 60 ngày (trường hợp anh/chị hỏi)")


def test_an_empty_fee_is_never_free() -> None:
    record = BIRTH.model_copy(update={"fees": (), "marks": {Part.FEE: Mark.UNKNOWN}})

    text = answer(record, Part.FEE)

    assert "chưa có trong thông tin đã công bố" in text
    assert "0000 000 001" in text
    assert "không thu" not in text.lower()
    assert "miễn" not in text.lower()


def test_a_time_without_a_unit_shows_no_number() -> None:
    record = BIRTH.model_copy(update={"times": (), "marks": {Part.TIME: Mark.PORTAL}})

    assert "chưa có trong thông tin đã công bố" in answer(record, Part.TIME)


@pytest.mark.parametrize(
    ("time_row", "words"),
    [
        (ProcessingTime(value=Decimal("2.5"), unit=TimeUnit.WORKING_DAY), "2,5 ngày làm việc"),
        (ProcessingTime(value=Decimal(15), unit=TimeUnit.DAY), "15 ngày (tính cả ngày nghỉ)"),
        (ProcessingTime(unit=TimeUnit.SAME_DAY, cutoff=time(15)), "trong ngày; nộp sau 15 giờ"),
    ],
)
def test_times_are_told_with_their_unit(time_row: ProcessingTime, words: str) -> None:
    record = BIRTH.model_copy(update={"times": (time_row,)})

    assert words in answer(record, Part.TIME)


def test_a_confirmed_answer_carries_no_reservation() -> None:
    assert "Cần xác nhận tại quầy" not in answer(BIRTH, Part.TIME)


def test_what_is_not_confirmed_is_said_so_once_with_the_phone() -> None:
    marks = dict.fromkeys((Part.DOCUMENTS, Part.TIME, Part.FEE), Mark.GENERAL)
    text = answer(BIRTH.model_copy(update={"marks": marks}))

    said = "Cần xác nhận tại quầy: giấy tờ cần có, thời gian giải quyết và nơi nộp (Trung tâm"
    assert said in text
    assert text.count("0000 000 001") == 1


@pytest.mark.parametrize("mark", [Mark.GENERAL, Mark.CONFLICTING])
@pytest.mark.parametrize(("part", "label"), [(Part.FEE, "Lệ phí"), (Part.TIME, "Thời gian")])
def test_a_doubtful_figure_is_marked_on_its_own_line(mark: Mark, part: Part, label: str) -> None:
    fees = (Fee(kind=FeeKind.AMOUNT, amount=8000, per="bản sao"),)
    record = BIRTH.model_copy(update={"marks": {part: mark}, "fees": fees})
    lines = answer(record, part).splitlines()

    assert lines[1].startswith(label)
    assert "(chưa chắc chắn)" in lines[1]
    assert "\n".join(lines).lower().count("xác nhận tại quầy") == 1
    assert "\n".join(lines).count("0000 000 001") == 1


def test_a_fee_the_council_sets_is_said_not_to_be_known_with_the_phone_once() -> None:
    text = answer(BIRTH, Part.FEE)

    assert "Mức thu cụ thể chưa công bố ở đây. Anh/chị hỏi Trung tâm" in text
    assert text.count("0000 000 001") == 1


@pytest.mark.parametrize("mark", [Mark.GENERAL, Mark.CONFLICTING])
def test_a_doubtful_fee_the_council_sets_is_reserved_once(mark: Mark) -> None:
    text = answer(BIRTH.model_copy(update={"marks": {Part.FEE: mark}}), Part.FEE)

    assert "Mức thu cụ thể chưa công bố ở đây, cần xác nhận tại quầy: Trung tâm" in text
    assert text.lower().count("xác nhận tại quầy") == 1
    assert text.count("0000 000 001") == 1


@pytest.mark.parametrize("part", list(Part))
def test_an_address_is_given_once(part: Part) -> None:
    record = BIRTH.model_copy(update={"ways": tuple(SubmissionWay)})
    assert answer(record, part).count("https://dichvucong.gov.vn/x") == 1


@pytest.mark.parametrize("part", [Part.FEE, None])
def test_stale_and_unknown_together_give_the_phone_once(part: Part | None) -> None:
    marks = dict.fromkeys(Part, Mark.GENERAL) | {Part.FEE: Mark.UNKNOWN}
    record = BIRTH.model_copy(update={"fees": (), "marks": marks})

    text = answer(record, part, stale=True)

    assert "chưa có trong thông tin đã công bố" in text
    assert text.count("0000 000 001") == 1


def test_a_local_figure_stands_under_its_own_decision() -> None:
    overlay = Overlay(
        code=BIRTH.code,
        fees=(Fee(kind=FeeKind.AMOUNT, amount=15000, per="lần"),),
        basis="NQ 10/2025/NQ-HĐND",
    )
    record = apply_overlay(BIRTH, overlay)
    own = "Nguồn: lệ phí tại địa phương theo NQ 10/2025/NQ-HĐND; còn lại theo Quyết định 163/QĐ-BTP"

    assert own in answer(record, Part.FEE)
    assert own in answer(record)
    assert "Nguồn: Quyết định 163/QĐ-BTP;" in answer(record, Part.TIME)
    assert "NQ 10/2025/NQ-HĐND" in answer(record, Part.SOURCE)


def test_a_local_time_without_a_decision_is_not_told_as_the_ministrys() -> None:
    half = ProcessingTime(value=Decimal("2.5"), unit=TimeUnit.WORKING_DAY)
    record = apply_overlay(BIRTH, Overlay(code=BIRTH.code, times=(half,)))

    text = answer(record, Part.TIME)

    assert "2,5 ngày làm việc" in text
    assert "thời gian giải quyết tại địa phương theo thông tin của Phường Thử" in text


def test_rows_of_a_list_begin_with_a_capital_and_a_labelled_value_does_not() -> None:
    rows = (Fee(kind=FeeKind.COUNCIL), Fee(kind=FeeKind.AMOUNT, amount=8000, per="bản sao"))
    many = BIRTH.model_copy(update={"fees": rows, "cases": ()})
    one = BIRTH.model_copy(update={"fees": rows[:1], "cases": ()})

    assert "Theo mức Hội đồng nhân dân tỉnh quy định" in answer(many, Part.FEE).splitlines()[2]
    assert answer(one, Part.FEE).splitlines()[1].startswith("Lệ phí: theo mức Hội đồng")


def test_many_rows_stay_a_list_where_several_parts_are_asked() -> None:
    blocks, _ = wording.told(
        BIRTH, Part.FEE, (Part.FEE, Part.TIME), Setting(commune=COMMUNE, today=TODAY)
    )

    assert sum(isinstance(block, Item) for block in blocks) == 3
    assert [block.label for block in blocks if isinstance(block, Fact)] == ["Thời gian giải quyết"]
