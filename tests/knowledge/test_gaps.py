"""What cannot be said as a fact yet, and the order officers are asked to mend it."""

from datetime import date

import pytest

from knowledge.catalogue import catalogue_of
from knowledge.gaps import GapKind, gap_in, gaps, in_demand, most_asked
from knowledge.loading import load_procedures
from knowledge.procedures import Part, Procedure


def _record(code: str = "1.999001", **more: object) -> Procedure:
    return Procedure.model_validate(
        {
            "code": code,
            "name": "Cấp giấy thử",
            "field": "Lĩnh vực thử",
            "fees": [{"kind": "amount", "amount": 8000}],
            "times": [{"value": 3, "unit": "working_day"}],
            "marks": {"fee": "C", "time": "C"},
            **more,
        }
    )


@pytest.mark.parametrize(
    ("changes", "part", "kind"),
    [
        ({}, Part.FEE, None),
        ({}, Part.TIME, None),
        ({"fees": []}, Part.FEE, GapKind.MISSING),
        ({"fees": [{"kind": "unknown"}]}, Part.FEE, GapKind.MISSING),
        ({"fees": [{"kind": "council"}]}, Part.FEE, GapKind.LOCAL),
        ({"marks": {"time": "-"}}, Part.TIME, GapKind.MISSING),
        ({"marks": {"time": "X"}}, Part.TIME, GapKind.UNVERIFIED),
        ({"marks": {"time": "G"}}, Part.TIME, GapKind.UNVERIFIED),
        ({}, Part.ONLINE, GapKind.LOCAL),
        ({"online_level": "full"}, Part.ONLINE, None),
    ],
)
def test_a_part_that_cannot_be_said_as_a_fact_is_a_gap(
    changes: dict[str, object], part: Part, kind: GapKind | None
) -> None:
    record = Procedure.model_validate({**_record().model_dump(), **changes})

    assert gap_in(record, part) is kind


def test_gaps_follow_what_people_ask() -> None:
    records = [_record(f"1.99900{n}", fees=[], times=[]) for n in (1, 2, 3)]
    catalogue = catalogue_of(records, date(2026, 11, 22))

    by_order = gaps(catalogue, ["1.999003"])
    by_count = gaps(catalogue, ["1.999003"], {"1.999002": 7})

    assert list(dict.fromkeys(gap.code for gap in by_order)) == [
        "1.999003",
        "1.999001",
        "1.999002",
    ]
    assert by_count[0].code == "1.999002"


def test_the_most_asked_are_shipped_records_without_repeats() -> None:
    codes = most_asked()

    assert len(codes) == len(set(codes)) > 30
    assert set(codes) <= {record.code for record in load_procedures()}


def test_procedures_are_put_in_the_order_of_demand() -> None:
    records = [_record("1.999001"), _record("1.999002")]

    assert [one.code for one in in_demand(records, ["1.999002"])] == ["1.999002", "1.999001"]
