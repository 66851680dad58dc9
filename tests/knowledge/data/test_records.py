"""The shipped records: each is whole, marked part by part, and its aliases are its own."""

import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.loading import DATA, load_guidance, load_procedures
from knowledge.procedures import FeeKind, Mark, Part, Procedure
from knowledge.text.folding import fold

STUDY = os.environ.get("MOTCUA_SHARED")  # noqa: TID251 - where the study data lies, tests only
SHARED = Path(STUDY) if STUDY else DATA.parents[1].parent / "shared"

RECORDS = load_procedures()
CODES = {record.code for record in RECORDS}
WRITTEN = date(2026, 11, 22)
"""The day the records were written: a source's own date is earlier."""
CIVIL_STATUS = {"Hộ tịch", "Liên thông"}
SHARED_ALIASES: dict[str, set[str]] = {}
"""Folded alias -> the codes allowed to share it, where people truly say the same for both."""

every_record = pytest.mark.parametrize("record", RECORDS, ids=[r.code for r in RECORDS])


def _has(record: Procedure) -> dict[Part, bool]:
    fees = [fee for fee in record.fees if fee.kind is not FeeKind.UNKNOWN]
    times = [row for row in record.times if row.unit is not None or row.text is not None]
    return {
        Part.NAME: True,
        Part.DOCUMENTS: bool(record.documents),
        Part.FEE: bool(fees),
        Part.TIME: bool(times),
        Part.PLACE: bool(record.submit_to or record.collect_at),
        Part.ONLINE: bool(record.ways),
        Part.AGENCY: record.deciding_agency is not None,
        Part.RESULT: bool(record.results),
        Part.VALIDITY: any(result.validity for result in record.results),
        Part.FORMS: bool(record.forms),
        Part.STEPS: bool(record.steps),
        Part.CONDITIONS: bool(record.conditions),
        Part.APPLICANTS: bool(record.applicant_kinds),
        Part.LIMIT: bool(record.citizen_limits),
        Part.LEGAL_BASIS: bool(record.legal_basis),
    }


COMPULSORY = (
    Part.DOCUMENTS,
    Part.TIME,
    Part.ONLINE,
    Part.AGENCY,
    Part.STEPS,
    Part.APPLICANTS,
    Part.LEGAL_BASIS,
)


def test_all_ninety_six_procedures_are_shipped_once() -> None:
    assert len(RECORDS) == 96
    assert [code for code, n in Counter(r.code for r in RECORDS).items() if n > 1] == []


@every_record
def test_a_compulsory_part_is_there_or_said_to_be_unknown(record: Procedure) -> None:
    has = _has(record)
    silent = {
        part for part in COMPULSORY if not has[part] and record.marks.get(part) is not Mark.UNKNOWN
    }
    assert silent == set()


@every_record
def test_every_part_with_content_has_a_mark(record: Procedure) -> None:
    unmarked = {part for part, there in _has(record).items() if there and part not in record.marks}
    assert unmarked == set()


@every_record
def test_a_part_marked_known_has_content(record: Procedure) -> None:
    has = _has(record)
    said = {part for part, mark in record.marks.items() if mark is Mark.CONFIRMED}
    assert {part for part in said if not has[part]} == set()


@every_record
def test_a_part_marked_unknown_states_nothing(record: Procedure) -> None:
    has = _has(record)
    stated = {part for part, mark in record.marks.items() if mark is Mark.UNKNOWN and has[part]}
    assert stated == set()


@every_record
def test_the_short_name_is_an_everyday_title(record: Procedure) -> None:
    assert record.short_name is not None
    assert len(record.short_name) <= 60
    assert "thủ tục" not in record.short_name.lower()
    assert record.short_name[0].isupper()


@every_record
def test_codes_a_record_points_to_are_shipped(record: Procedure) -> None:
    pointed = set(record.linked) | ({record.replaced_by} - {None})
    assert pointed - CODES == set()
    assert record.code not in pointed
    assert len(set(record.linked)) == len(record.linked)


def test_no_shipped_code_is_replaced_by_another_record() -> None:
    replaced = {code for record in RECORDS for code in record.replaces}
    assert replaced & CODES == set()


@every_record
def test_the_source_is_named_and_dated_before_the_writing(record: Procedure) -> None:
    assert record.source is not None
    assert re.fullmatch(r"[A-Z]{2,6}[0-9]*(, [A-Z]{2,6}[0-9]*)*", record.source) is None
    assert record.checked_on is not None
    assert record.checked_on < WRITTEN


@every_record
def test_a_review_date_says_why(record: Procedure) -> None:
    assert (record.review_by is None) == (record.review_reason is None)


@pytest.mark.parametrize(
    "record",
    [r for r in RECORDS if r.field in CIVIL_STATUS],
    ids=[r.code for r in RECORDS if r.field in CIVIL_STATUS],
)
def test_civil_status_is_reviewed_before_the_new_law(record: Procedure) -> None:
    assert record.review_by is not None
    assert record.review_by <= date(2027, 2, 15)


@every_record
def test_a_form_a_paper_names_is_listed(record: Procedure) -> None:
    listed = {form.name for form in record.forms}
    assert {paper.form for paper in record.documents if paper.form} - listed == set()


@every_record
def test_a_case_is_used_and_worded_once(record: Procedure) -> None:
    rows = (record.documents, record.times, record.fees)
    used = {row.case for part in rows for row in part if row.case}
    assert {case.key for case in record.cases} == used
    assert len({case.label for case in record.cases}) == len(record.cases)


@every_record
def test_a_note_for_the_citizen_is_one_sentence(record: Procedure) -> None:
    for note in record.notes.values():
        assert len(note) <= 200
        assert re.search(r"[.!?] +[A-ZĐ]", note) is None


@every_record
def test_a_citizen_is_not_told_that_papers_are_looked_up_in_the_papers_name(
    record: Procedure,
) -> None:
    assert [p.name for p in record.documents if re.search("tra được|tra cứu", p.name)] == []


@every_record
def test_an_act_of_the_legal_basis_stands_alone(record: Procedure) -> None:
    assert [act for act in record.legal_basis if ";" in act] == []
    assert len(set(record.legal_basis)) == len(record.legal_basis)


@every_record
def test_a_result_code_stands_apart_from_its_name(record: Procedure) -> None:
    for result in record.results:
        assert "KQ." not in result.name
        assert result.code is None or re.fullmatch(r"KQ\.G\d{2}\.\d{6}", result.code)


@every_record
def test_a_record_has_aliases_without_repeats(record: Procedure) -> None:
    assert len(record.aliases) >= 4
    assert len(set(record.aliases)) == len(record.aliases)


def test_no_alias_is_only_the_word_of_a_family() -> None:
    families = {fold(p): f.key for f in load_guidance().families for p in f.phrases}
    assert families
    only = {
        (record.code, alias, families[fold(alias)])
        for record in RECORDS
        for alias in record.aliases
        if fold(alias) in families
    }
    assert only == set()


def test_no_alias_leads_to_two_records() -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for record in RECORDS:
        for alias in record.aliases:
            codes[fold(alias)].add(record.code)
    several = {alias: at for alias, at in codes.items() if len(at) > 1}
    assert several == SHARED_ALIASES


def _questions() -> Iterator[str]:
    for path in sorted((SHARED / "data" / "questions" / "dev").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            yield from (turn["question"] for turn in entry.get("turns", [entry]))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the study data is not beside the repository")
def test_no_alias_repeats_a_study_question() -> None:
    asked = {fold(question) for question in _questions()}
    assert len(asked) > 500
    copied = {(r.code, alias) for r in RECORDS for alias in r.aliases if fold(alias) in asked}
    assert copied == set()
