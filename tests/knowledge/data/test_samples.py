"""The filled samples show real forms of real records and never a person who could exist."""

import re
from collections.abc import Iterator

import pytest

from knowledge.gaps import most_asked
from knowledge.guidance import Sample
from knowledge.loading import load_guidance, load_procedures
from knowledge.procedures import Handover, Procedure

MARK = "DỮ LIỆU THỬ"
WANTED = {"1.004222", "1.004194", "1.001612"}
LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){8,}")
"""Nine or more digits, however they are grouped: an identity or telephone number."""
DATE = re.compile(r"\b\d{2}/\d{2}/\d{4}\b")
MONEY = re.compile(r"\b\d{1,3}(?:\.\d{3})+ đồng")
NAME = re.compile(r"\b(?:NGUYỄN|TRẦN|LÊ|PHẠM|HOÀNG|PHAN|VŨ|VÕ|ĐẶNG|BÙI|ĐỖ|HỒ|NGÔ|DƯƠNG|LÝ) [\w ]+")


@pytest.fixture(scope="module")
def samples() -> tuple[Sample, ...]:
    return load_guidance().samples


@pytest.fixture(scope="module")
def records() -> dict[str, Procedure]:
    return {record.code: record for record in load_procedures()}


def values(sample: Sample) -> Iterator[str]:
    """Everything a citizen reads as filled in."""
    for form in sample.forms:
        for field in form.fields:
            yield field.value
    yield from (field.value for field in sample.said)
    yield from sample.bring


def test_the_most_asked_procedures_have_a_sample(samples: tuple[Sample, ...]) -> None:
    assert {sample.code for sample in samples} >= {*most_asked()[:5], *WANTED}


def test_only_a_procedure_without_a_form_is_told_at_the_desk(
    samples: tuple[Sample, ...], records: dict[str, Procedure]
) -> None:
    for sample in samples:
        assert bool(sample.said) != bool(records[sample.code].forms), sample.code


def test_money_in_a_sample_is_the_records(
    samples: tuple[Sample, ...], records: dict[str, Procedure]
) -> None:
    copies = next(one for one in samples if one.code == "2.000815")
    fees = [fee.amount for fee in records["2.000815"].fees]
    text = " ".join(f"{one.value} {one.hint}" for one in copies.said)
    paid = re.search(r"(\d+) bản × (\d+) trang × ([\d.]+) đồng = ([\d.]+) đồng", text)

    assert paid
    count, pages, each, total = (int(one.replace(".", "")) for one in paid.groups())
    assert each == fees[0]
    assert count * pages * each == total
    assert f"{fees[1]:,}".replace(",", ".") + " đồng một trang" in text


def test_a_sample_belongs_to_a_shipped_record(
    samples: tuple[Sample, ...], records: dict[str, Procedure]
) -> None:
    assert [sample.code for sample in samples if sample.code not in records] == []


def test_a_sample_fills_only_forms_its_record_names(
    samples: tuple[Sample, ...], records: dict[str, Procedure]
) -> None:
    strange = [
        (sample.code, form.form)
        for sample in samples
        for form in sample.forms
        if form.form not in {named.name for named in records[sample.code].forms}
    ]

    assert strange == []


def test_every_title_says_the_data_are_invented(samples: tuple[Sample, ...]) -> None:
    assert [sample.code for sample in samples if MARK not in sample.title] == []


def test_numbers_long_enough_to_be_a_person_s_are_all_zeros(samples: tuple[Sample, ...]) -> None:
    plausible = [
        (sample.code, number)
        for sample in samples
        for value in values(sample)
        for number in LONG_NUMBER.findall(MONEY.sub("", DATE.sub("", value)))
        if set(re.sub(r"\D", "", number)) != {"0"}
    ]

    assert plausible == []


def test_identity_numbers_have_twelve_digits_like_the_real_ones(
    samples: tuple[Sample, ...],
) -> None:
    wrong = [
        (sample.code, field.label, field.value)
        for sample in samples
        for form in sample.forms
        for field in form.fields
        if "định danh" in field.label
        if not re.search(r"(?<!\d)0{12}(?!\d)", field.value)
    ]

    assert wrong == []


def test_every_person_named_is_called_mau(samples: tuple[Sample, ...]) -> None:
    named = [name for sample in samples for value in values(sample) for name in NAME.findall(value)]

    assert named
    assert [name for name in named if "MẪU" not in name] == []


def test_no_sample_tells_people_to_bring_what_the_officer_looks_up(
    samples: tuple[Sample, ...], records: dict[str, Procedure]
) -> None:
    asked = [
        (sample.code, paper.name)
        for sample in samples
        for paper in records[sample.code].documents
        if paper.handover is Handover.LOOKUP
        if any(paper.name.casefold() in line.casefold() for line in sample.bring)
    ]

    assert asked == []


def test_a_form_does_not_ask_the_same_field_twice(samples: tuple[Sample, ...]) -> None:
    for sample in samples:
        for form in sample.forms:
            labels = [field.label for field in form.fields]
            assert len(labels) == len(set(labels)), sample.code
