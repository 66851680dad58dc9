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
