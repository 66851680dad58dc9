"""From a judged row to a record: what is sound is kept, what is doubtful stays unknown."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from knowledge.catalogue import CIVIL_STATUS_FIELD, CIVIL_STATUS_REVIEW, clean_code
from knowledge.importing.cleaning import clean, clean_lines, says_nothing, shortened
from knowledge.importing.fees import fees_of
from knowledge.importing.flags import CONFLICTS, Finding
from knowledge.importing.gate import names_district
from knowledge.importing.papers import Papers, papers_of
from knowledge.importing.rows import SourceRow
from knowledge.importing.times import times_of
from knowledge.procedures import (
    Announcement,
    Desk,
    Mark,
    Part,
    Procedure,
    Result,
    SubmissionWay,
)
from knowledge.text.folding import fold

FALLBACK_FIELD: Final = "Lĩnh vực khác"
_DEATH: Final = ("khai tu", "mai tang", "tu tuat", "tu tran", "nguoi chet", "than nhan liet si")
_HERE: Final = re.compile(r"\s*\((?:được )?thực hiện (?:tại|ở) cấp xã\)", re.IGNORECASE)
_WAY_ORDER: Final = (SubmissionWay.IN_PERSON, SubmissionWay.POST, SubmissionWay.ONLINE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row the gate let through, as a record, with what it found."""

    row: SourceRow
    procedure: Procedure
    findings: tuple[Finding, ...]


def vouched(procedure: Procedure) -> Procedure:
    """A sound part of an officer's own sheet needs no second look at the desk it comes from."""
    marks = {
        part: Mark.CONFIRMED if mark is Mark.PORTAL else mark
        for part, mark in procedure.marks.items()
    }
    return procedure.model_copy(update={"marks": marks})


def to_procedure(row: SourceRow, findings: tuple[Finding, ...]) -> Procedure:
    """The record of a sound row; raises `ValueError` when the row has no usable code or name."""
    code = clean_code(row.code)
    if code is None:
        raise ValueError(f"no procedure code in {row.code!r}")
    name = clean(row.name)
    field = clean(row.field) or FALLBACK_FIELD
    papers = papers_of(row)
    doubtful = {part for one in findings for part in one.parts if one.flag not in CONFLICTS}
    marks = _marks(row, findings, papers, doubtful)
    notes = {Part.DOCUMENTS: papers.note} if papers.note else {}
    return Procedure(
        code=code,
        name=name,
        short_name=_short(name),
        field=field,
        desk=_desk(row),
        applicant_kinds=_each(row.audience),
        ways=tuple(way for way in _WAY_ORDER if any(one.way is way for one in row.ways)),
        submit_to=_agency(row.receiving),
        deciding_agency=_agency(row.deciding) or _agency(row.executing),
        coordinating_agency=_agency(row.coordinating),
        steps=clean_lines(row.steps),
        cases=papers.cases,
        documents=papers.documents,
        times=times_of(row) if Part.TIME not in doubtful else (),
        fees=fees_of(row, doubtful=Part.FEE in doubtful),
        forms=papers.forms,
        results=_results(row),
        conditions=() if says_nothing(row.requirements) else clean_lines(row.requirements),
        legal_basis=_each(row.legal_basis),
        marks=marks,
        notes=notes,
        officer_notes=(
            *(one.label for one in findings),
            *papers.officer_notes,
        ),
        condolence=any(word in fold(name) for word in _DEATH),
        announcement=_announcement(row.announcement),
        source_url=clean(row.url) or None,
        source=_source(row),
        checked_on=row.checked_on,
        review_by=CIVIL_STATUS_REVIEW if field == CIVIL_STATUS_FIELD else None,
    )


def _marks(
    row: SourceRow,
    findings: Iterable[Finding],
    papers: Papers,
    doubtful: set[Part],
) -> dict[Part, Mark]:
    stated = {
        Part.NAME: True,
        Part.TIME: any(way.time_text or way.time_value for way in row.ways),
        Part.FEE: any(way.fees for way in row.ways),
        Part.DOCUMENTS: papers.found,
        Part.STEPS: bool(row.steps.strip()),
        Part.AGENCY: bool(_agency(row.deciding) or _agency(row.executing)),
        Part.PLACE: bool(row.executing or row.receiving),
        Part.APPLICANTS: bool(row.audience),
        Part.RESULT: bool(row.results),
        Part.LEGAL_BASIS: bool(row.legal_basis),
        Part.CONDITIONS: not says_nothing(row.requirements),
    }
    marks = {part: Mark.PORTAL if said else Mark.UNKNOWN for part, said in stated.items()}
    marks[Part.ONLINE] = Mark.UNKNOWN
    for one in findings:
        if one.flag in CONFLICTS:
            marks.update({p: Mark.CONFLICTING for p in one.parts if marks[p] is Mark.PORTAL})
    marks.update(dict.fromkeys(doubtful, Mark.UNKNOWN))
    return marks


def _short(name: str) -> str | None:
    """The name as it reads in a sentence: less "Thủ tục" and what every desk here knows."""
    short = _HERE.sub("", re.sub(r"^thủ tục\s+", "", name, flags=re.IGNORECASE)).strip()
    if not short or short == name:
        return None
    return short[0].upper() + short[1:]


def _desk(row: SourceRow) -> Desk:
    words = fold(f"{row.executing} {row.receiving} {row.deciding}")
    if "cong an" in words:
        return Desk.POLICE
    if "bao hiem xa hoi" in words:
        return Desk.INSURANCE
    return Desk.PSC


def _agency(text: str) -> str | None:
    """An agency's name, unless it is of the abolished level."""
    agency = clean(text).rstrip(".,; ")
    return None if not agency or names_district(agency) or says_nothing(agency) else agency


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(shortened(clean(text), 1000) for text in texts if clean(text)))


def _results(row: SourceRow) -> tuple[Result, ...]:
    return tuple(
        Result(name=clean(name), code=clean(code) or None)
        for name, code in row.results
        if clean(name)
    )


def _announcement(number: str) -> Announcement | None:
    return Announcement(number=clean(number)) if clean(number) else None


def _source(row: SourceRow) -> str:
    """Who published what was read.

    Never the file or line: a record that only moved in a newer file is no new version.
    """
    return clean(row.source) or "Dữ liệu nhập từ tệp"
