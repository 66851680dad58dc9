"""The catalogue of one day: successors, staleness, browsing (P-6, P-7, P-9, P-10)."""

from datetime import date, timedelta

import pytest

from knowledge.catalogue import (
    CIVIL_STATUS_REVIEW,
    Catalogue,
    Entry,
    build_catalogue,
    catalogue_of,
    clean_code,
    is_stale,
    name_differs,
    review_date_missing,
    review_is_near,
)
from knowledge.loading import load_procedures
from knowledge.overlay import Overlay
from knowledge.procedures import CatalogueState, Procedure, Rank

DAY = date(2026, 11, 22)


def _record(code: str, name: str = "Đăng ký thử", **more: object) -> Procedure:
    return Procedure.model_validate({"code": code, "name": name, "field": "Hộ tịch", **more})


def _catalogue(*procedures: Procedure) -> Catalogue:
    return catalogue_of(procedures, DAY)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.014028.H38", "1.014028"),
        ("1.001776.000.00.00.H56", "1.001776"),
        (" 1.004884 ", "1.004884"),
        ("mã 2.000815 nhé", "2.000815"),
        ("0.123456", None),
        ("1.00488", None),
        ("H32.12-260923-0007", None),
    ],
)
def test_a_code_is_cleaned_to_its_six_digits(written: str, code: str | None) -> None:
    assert clean_code(written) == code


def test_a_replaced_code_leads_to_its_successor_over_two_steps() -> None:
    catalogue = _catalogue(
        _record("1.000001", state="replaced", replaced_by="1.000002"),
        _record("1.000002", state="replaced", replaced_by="1.000003"),
        _record("1.000003"),
    )

    successor = catalogue.successor("1.000001")

    assert successor is not None
    assert successor.code == "1.000003"
    assert set(catalogue.retired) == {"1.000001", "1.000002"}


def test_codes_that_replace_each_other_lead_nowhere() -> None:
    catalogue = _catalogue(
        _record("1.000001", state="replaced", replaced_by="1.000002"),
        _record("1.000002", state="replaced", replaced_by="1.000001"),
    )

    assert catalogue.successor("1.000001") is None


def test_a_code_known_only_from_its_successor_still_gets_an_answer() -> None:
    catalogue = _catalogue(_record("3.000722", replaces=("2.000986",)))

    assert catalogue.state("2.000986") is CatalogueState.REPLACED
    assert catalogue.retired["2.000986"].replaced_by == "3.000722"


def test_an_imported_record_gives_way_to_the_shipped_one_that_replaces_it() -> None:
    old = Entry(_record("2.000986"), 1, Rank.IMPORT, CatalogueState.ACTIVE)
    new = Entry(_record("3.000722", replaces=("2.000986",)), 1, Rank.SHIPPED, CatalogueState.ACTIVE)

    catalogue = build_catalogue([old, new], DAY)

    assert list(catalogue.procedures) == ["3.000722"]


def test_an_imported_record_cannot_retire_an_officers_one() -> None:
    officers = Entry(_record("1.000001"), 1, Rank.OFFICER, CatalogueState.ACTIVE)
    imported = Entry(
        _record("1.000002", replaces=("1.000001",)), 1, Rank.IMPORT, CatalogueState.ACTIVE
    )

    catalogue = build_catalogue([officers, imported], DAY)

    assert set(catalogue.procedures) == {"1.000001", "1.000002"}


def test_the_shipped_bundles_replace_the_old_codes() -> None:
    catalogue = catalogue_of(load_procedures(), DAY)

    successors = [catalogue.successor(code) for code in ("2.000986", "2.002622", "2.002481")]

    assert [found.code if found else None for found in successors] == [
        "3.000722",
        "2.002913",
        "2.002854",
    ]


@pytest.mark.parametrize(
    ("checked", "review", "stale"),
    [
        (DAY - timedelta(days=90), None, False),
        (DAY - timedelta(days=91), None, True),
        (None, None, True),
        (DAY, DAY, False),
        (DAY, DAY - timedelta(days=1), True),
    ],
)
def test_a_record_is_stale_after_ninety_days_or_past_its_review(
    checked: date | None,
    review: date | None,
    stale: bool,
) -> None:
    record = _record("1.000001", checked_on=checked, review_by=review)

    assert is_stale(record, DAY) is stale


def test_a_stale_record_still_answers() -> None:
    catalogue = _catalogue(_record("1.000001"))

    assert "1.000001" in catalogue.stale
    assert "1.000001" in catalogue.procedures


def test_officers_are_asked_before_a_record_goes_stale() -> None:
    record = _record("1.000001", checked_on=DAY - timedelta(days=80))

    assert not is_stale(record, DAY)
    assert review_is_near(record, DAY, timedelta(days=14))
    assert not review_is_near(record, DAY, timedelta(days=5))


def test_a_civil_status_record_needs_its_review_before_the_new_law() -> None:
    assert review_date_missing(_record("1.000001"))
    assert review_date_missing(_record("1.000001", review_by=date(2027, 3, 1)))
    assert not review_date_missing(_record("1.000001", review_by=CIVIL_STATUS_REVIEW))


def test_every_shipped_civil_status_record_has_its_review_date() -> None:
    missing = [record.code for record in load_procedures() if review_date_missing(record)]

    assert missing == []


def test_a_name_differs_by_words_not_by_marks_or_the_leading_words() -> None:
    assert not name_differs("Thủ tục đăng ký khai sinh", "ĐĂNG KÝ KHAI SINH")
    assert name_differs("Đăng ký khai sinh", "Đăng ký khai sinh lưu động")


def test_records_are_browsed_by_field_and_letter_in_vietnamese_order() -> None:
    catalogue = _catalogue(
        _record("1.000001", "Thủ tục đăng ký khai sinh"),
        _record("1.000002", "Bản sao", field="Chứng thực"),
        _record("1.000003", "Ủy quyền", field="Chứng thực"),
    )

    assert list(catalogue.fields()) == ["Chứng thực", "Hộ tịch"]
    assert list(catalogue.letters()) == ["B", "D", "U"]


def test_what_the_commune_does_not_offer_is_not_listed() -> None:
    entry = Entry(_record("1.000001"), 1, Rank.SHIPPED, CatalogueState.ACTIVE)
    overlays = {"1.000001": Overlay(code="1.000001", offered=False)}

    catalogue = build_catalogue([entry], DAY, overlays=overlays)

    assert catalogue.active == ()
    assert catalogue.get("1.000001") is not None
