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


EXEMPT = "Miễn cho hộ nghèo, người khuyết tật."


def test_who_is_exempt_goes_on_being_said_with_the_local_figure() -> None:
    record = _record(fees=[{"kind": "council", "text": EXEMPT}])
    overlay = _overlay(fees=[{"kind": "amount", "amount": 15000, "per": "lần"}])

    (fee,) = apply_overlay(record, overlay).fees

    assert (fee.amount, fee.text) == (15000, EXEMPT)


def test_words_that_only_asked_whether_there_is_a_fee_end_with_the_figure() -> None:
    record = _record(fees=[{"kind": "council", "text": "nếu tỉnh có thu"}])

    (fee,) = apply_overlay(record, _overlay(fees=[{"kind": "amount", "amount": 15000}])).fees

    assert fee.text is None


def test_a_published_amount_beside_the_councils_fee_is_still_owed() -> None:
    copies = {"kind": "amount", "amount": 8000, "per": "bản sao"}
    record = _record(fees=[{"kind": "council"}, copies])

    fees = apply_overlay(record, _overlay(fees=[{"kind": "amount", "amount": 15000}])).fees

    assert [fee.amount for fee in fees] == [15000, 8000]


def test_the_same_amount_for_all_cases_is_one_row() -> None:
    same = [{"kind": "amount", "amount": 15000, "case": case} for case in (None, "late")]
    days = [{"value": "2.5", "unit": "working_day", "case": case} for case in (None, "late")]

    shown = apply_overlay(_record(), _overlay(fees=same, times=days, basis="NQ 10"))

    assert [(fee.amount, fee.case) for fee in shown.fees] == [(15000, None)]
    assert [(time.value, time.case) for time in shown.times] == [(Decimal("2.5"), None)]


def test_what_local_figures_rest_on_is_kept_by_part() -> None:
    overlay = _overlay(
        fees=[{"kind": "amount", "amount": 15000}],
        times=[{"value": "2.5", "unit": "working_day", "basis": "QĐ 7"}],
        basis="NQ 10",
    )

    assert apply_overlay(_record(), overlay).local == {Part.FEE: "NQ 10", Part.TIME: "QĐ 7"}
