"""What the commune says is laid over the record: local fees, half days, links (P-8)."""

from datetime import date
from decimal import Decimal

from knowledge.overlay import Overlay, apply_overlay
from knowledge.procedures import Fee, FeeKind, Mark, OnlineLevel, Part, Procedure, TimeUnit


def _record(**more: object) -> Procedure:
    values: dict[str, object] = {
        "code": "1.000001",
        "name": "Đăng ký thử",
        "field": "Hộ tịch",
        "cases": [{"key": "late", "label": "quá hạn"}],
        "fees": [{"kind": "exempt"}, {"kind": "council", "case": "late"}],
        "times": [{"value": 3, "unit": "working_day"}],
        "marks": {"fee": "X", "time": "P"},
    }
    return Procedure.model_validate({**values, **more})


def _overlay(**more: object) -> Overlay:
    return Overlay.model_validate({"code": "1.000001", **more})


def test_a_local_fee_takes_the_place_of_its_case_only() -> None:
    overlay = _overlay(
        fees=[{"kind": "amount", "amount": 8000, "case": "late"}], basis="NQ 23/2026/NQ-HĐND"
    )

    fees = apply_overlay(_record(), overlay).fees

    assert {fee.case: fee.kind for fee in fees} == {
        None: FeeKind.EXEMPT,
        "late": FeeKind.AMOUNT,
    }
    assert next(fee.basis for fee in fees if fee.case == "late") == "NQ 23/2026/NQ-HĐND"


def test_a_fee_for_the_whole_procedure_fills_what_the_council_left_open() -> None:
    fees = apply_overlay(_record(), _overlay(fees=[{"kind": "amount", "amount": 8000}])).fees

    assert fees == (Fee(kind=FeeKind.AMOUNT, amount=8000),)


def test_a_shortened_time_may_be_half_a_day() -> None:
    overlay = _overlay(times=[{"value": "1.5", "unit": "working_day"}])

    (time,) = apply_overlay(_record(), overlay).times

    assert (time.value, time.unit) == (Decimal("1.5"), TimeUnit.WORKING_DAY)


def test_a_part_is_confirmed_only_when_all_of_it_is_the_communes() -> None:
    some = apply_overlay(
        _record(), _overlay(fees=[{"kind": "amount", "amount": 8000, "case": "late"}])
    )
    whole = apply_overlay(_record(), _overlay(fees=[{"kind": "amount", "amount": 8000}]))

    assert some.mark(Part.FEE) is Mark.CONFLICTING
    assert whole.mark(Part.FEE) is Mark.CONFIRMED


def test_an_officer_confirms_parts_without_changing_them() -> None:
    overlay = _overlay(confirmed=["time"], confirmed_by="Lan", confirmed_on=date(2026, 11, 22))

    shown = apply_overlay(_record(), overlay)

    assert shown.mark(Part.TIME) is Mark.CONFIRMED
    assert shown.times == _record().times


def test_an_overlay_that_says_nothing_changes_nothing() -> None:
    assert apply_overlay(_record(), _overlay()) == _record()


def test_the_online_level_and_link_are_the_communes() -> None:
    overlay = _overlay(online_level="full", online_url="https://dichvucong.gov.vn/x")

    shown = apply_overlay(_record(), overlay)

    assert shown.online_level is OnlineLevel.FULL
    assert shown.online_url == "https://dichvucong.gov.vn/x"
