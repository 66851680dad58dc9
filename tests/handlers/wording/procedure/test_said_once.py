"""What the shipped records leave unsure is said once in an answer, whatever is asked."""

import re

import pytest

from handlers.wording.procedure import SUMMARY
from knowledge.loading import load_procedures
from knowledge.procedures import Mark, Part, Procedure
from tests.handlers.wording.procedure.record import answer

RECORDS = load_procedures()
RESERVED = re.compile(r"xác nhận (?:lại )?tại quầy", re.IGNORECASE)
ASKED = (None, Part.FEE, Part.TIME, Part.DOCUMENTS, Part.PLACE, Part.ONLINE)

every_record = pytest.mark.parametrize("record", RECORDS, ids=[one.code for one in RECORDS])


@every_record
@pytest.mark.parametrize("stale", [False, True])
def test_the_reservation_is_made_once_whatever_is_asked(record: Procedure, stale: bool) -> None:
    for part in ASKED:
        text = answer(record, part, stale=stale)
        assert len(RESERVED.findall(text)) <= 1, part
        assert text.count("0000 000 001") <= 1, part


@every_record
def test_nothing_unverified_or_conflicting_goes_without_it(record: Procedure) -> None:
    for part in ASKED:
        marks = {record.marks.get(one) for one in ((part,) if part else SUMMARY)}
        if marks & {Mark.GENERAL, Mark.CONFLICTING}:
            text = answer(record, part)
            assert len(RESERVED.findall(text)) == 1, part
            assert "0000 000 001" in text, part


def test_how_long_a_result_lasts_is_reserved_with_the_result() -> None:
    single = next(one for one in RECORDS if one.code == "1.004873")
    assert (single.mark(Part.RESULT), single.mark(Part.VALIDITY)) == (Mark.CONFIRMED, Mark.GENERAL)

    text = answer(single, Part.RESULT)

    assert "dùng trong 6 tháng" in text
    assert "Cần xác nhận tại quầy: kết quả nhận được (Trung tâm" in text


def test_a_day_to_keep_that_is_unverified_is_reserved_beside_the_part() -> None:
    complaint = next(one for one in RECORDS if one.code == "2.002409")
    assert complaint.mark(Part.LIMIT) is Mark.GENERAL

    text = answer(complaint, Part.TIME)

    assert "trong 90 ngày" in text
    assert "thời gian giải quyết và hạn phải đi làm (Trung tâm" in text


def test_who_decides_is_reserved_where_the_place_is_told_in_full() -> None:
    denunciation = next(one for one in RECORDS if one.code == "2.002396")
    assert denunciation.mark(Part.AGENCY) is Mark.GENERAL

    assert "Cần xác nhận tại quầy: nơi nộp (" in answer(denunciation, Part.PLACE)
