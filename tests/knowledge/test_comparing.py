"""Two versions of a record side by side, and what a new one keeps of the old."""

from knowledge.comparing import carried_over, differences
from knowledge.procedures import Procedure


def _record(**more: object) -> Procedure:
    return Procedure.model_validate(
        {"code": "1.999001", "name": "Cấp giấy thử", "field": "Lĩnh vực thử", **more}
    )


def test_only_parts_that_read_differently_are_shown() -> None:
    ours = _record(fees=[{"kind": "exempt"}], times=[{"unit": "same_day"}])
    theirs = _record(fees=[{"kind": "amount", "amount": 8000}], times=[{"unit": "same_day"}])

    (difference,) = differences(ours, theirs)

    assert (difference.label, difference.ours, difference.theirs) == ("Lệ phí", "miễn", "8.000đ")


def test_fees_of_every_case_are_compared() -> None:
    cases = [{"key": "late", "label": "quá hạn"}]
    ours = _record(cases=cases, fees=[{"kind": "exempt"}])
    theirs = _record(
        cases=cases, fees=[{"kind": "exempt"}, {"kind": "amount", "amount": 8000, "case": "late"}]
    )

    assert [one.theirs for one in differences(ours, theirs)] == ["miễn; 8.000đ"]


def test_silence_of_a_source_forgets_nothing() -> None:
    old = _record(aliases=["giấy thử"], short_name="Giấy thử", review_by="2027-02-15")
    new = _record(name="Cấp giấy thử mới", short_name="Giấy mới")

    whole = carried_over(new, old)

    assert (whole.name, whole.short_name) == ("Cấp giấy thử mới", "Giấy mới")
    assert whole.aliases == ("giấy thử",)
    assert whole.review_by == old.review_by


def test_a_record_without_a_predecessor_stays_as_it_is() -> None:
    assert carried_over(_record(), None) == _record()
