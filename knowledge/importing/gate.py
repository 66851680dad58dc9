"""The quality gate: what is doubtful or wrong in a row. It looks, and changes nothing."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from knowledge.catalogue import clean_code
from knowledge.importing.cleaning import broken_in, clean, says_nothing
from knowledge.importing.figures import LEAST_AMOUNT, amounts_in, says_free, times_in, unit_of
from knowledge.importing.flags import Finding, Flag, finding
from knowledge.importing.rows import FeeText, Paper, SourceRow, WayText
from knowledge.procedures import Part, TimeUnit

SHORT_STEPS: Final = 80
"""Fewer characters than this never describe who does what (one such row in 670)."""
LONG_PAPER: Final = 1500
"""A paper's name longer than this is several papers that ran together."""
_UNSPLIT: Final = frozenset({"components_unparsed", "components_tail"})
"""What a source says of itself when it could not take its list of papers apart."""

_DISTRICT: Final = re.compile(
    r"cấp huyện|(?:công an|ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+(?:quận|huyện)", re.IGNORECASE
)
_GLUED: Final = re.compile(r"\d[\d.,]*\s*(?:vnđ|vnd|việt nam đồng|đồng|usd)", re.IGNORECASE)


def inspect(row: SourceRow, *, all_levels: bool = False) -> tuple[Finding, ...]:
    """Everything the gate finds in one row, refusals first."""
    refusing = tuple(_refusals(row, all_levels=all_levels))
    if refusing:
        return refusing
    found: dict[tuple[Flag, tuple[Part, ...]], Finding] = {}
    for check in _CHECKS:
        for one in check(row):
            found.setdefault((one.flag, one.parts), one)
    return tuple(found.values())


def _refusals(row: SourceRow, *, all_levels: bool) -> Iterator[Finding]:
    code = clean_code(row.code)
    if code is None:
        yield finding(Flag.BAD_CODE, clean(row.code)[:40])
    if says_nothing(row.name):
        yield finding(Flag.NO_NAME)
    elif broken_in(row.name):
        yield finding(Flag.UNREADABLE, "tên thủ tục bị lỗi mã")
    promised = clean_code(row.expected_code)
    if promised is not None and code is not None and promised != code:
        yield finding(Flag.OTHER_PAGE, f"tệp của {promised}, bên trong là {code}")
    if row.at_commune is False and not all_levels:
        yield finding(Flag.NOT_COMMUNE_LEVEL)


def _times(row: SourceRow) -> Iterator[Finding]:
    for way in row.ways:
        if way.time_value is not None and way.time_unit is None:
            yield finding(Flag.TIME_UNIT_MISSING, way.time_text)
        elif way.time_value is not None and time_unit(way) is None:
            yield finding(Flag.TIME_HOUR_UNCLEAR, way.time_text)
        if not way.time_text and _raw_rest(way):
            yield finding(Flag.TIME_UNPARSED, _raw_rest(way)[:60])
    figures = {(way.time_value, time_unit(way)) for way in row.ways if way.time_value}
    if len(figures) > 1:
        yield finding(Flag.TIME_DIFFERS_BY_WAY, "", Part.TIME)
    said = {figure for way in row.ways for figure in times_in(way.description)}
    if figures and said - figures:
        yield finding(Flag.TIME_TEXT_DIFFERS, "", Part.TIME)


def time_unit(way: WayText) -> TimeUnit | None:
    """The unit of a way's time, as far as its own words settle it."""
    return unit_of(way.time_unit, f"{way.time_text} {way.description}")


def _raw_rest(way: WayText) -> str:
    return way.raw.removeprefix(way.label).strip()


def _fees(row: SourceRow) -> Iterator[Finding]:
    for way in row.ways:
        if not way.fees and _raw_rest(way):
            yield finding(Flag.FEE_UNPARSED, _raw_rest(way)[:60])
        for fee in way.fees:
            if fee.read is None:
                yield from _fee(fee)


def _fee(fee: FeeText) -> Iterator[Finding]:
    in_dong = fee.currency in (None, "VND")
    if fee.text.lower().startswith("miễn"):
        if not says_nothing(fee.note) and not says_free(fee.note):
            yield finding(Flag.FREE_LABEL_BUT_NOTE, clean(fee.note)[:80])
        elif not says_free(fee.note):
            yield finding(Flag.FEE_ZERO_WITHOUT_WORDS)
    elif fee.amount == 0:
        yield finding(Flag.FEE_ZERO_WITHOUT_WORDS, fee.text)
    elif fee.amount is not None and in_dong and fee.amount < LEAST_AMOUNT:
        yield finding(Flag.FEE_AMOUNT_SUSPICIOUS, fee.text)
    elif fee.amount is not None and in_dong and amounts_in(fee.note) - {int(fee.amount)}:
        yield finding(Flag.FEE_NOTE_DIFFERS, clean(fee.note)[:80], Part.FEE)


def _glued(row: SourceRow) -> Iterator[Finding]:
    for way in row.ways:
        if way.raw and _GLUED.match(_raw_rest(way)):
            yield finding(Flag.TIME_FEE_GLUED, _raw_rest(way)[:40], Part.TIME, Part.FEE)


def _district(row: SourceRow) -> Iterator[Finding]:
    places = (
        (row.steps, (Part.STEPS,)),
        (row.executing, (Part.AGENCY,)),
        (row.deciding, (Part.AGENCY,)),
        (row.receiving, (Part.PLACE,)),
    )
    for text, parts in places:
        if hit := _DISTRICT.search(text):
            yield finding(Flag.MENTIONS_ABOLISHED_DISTRICT, hit.group(0), *parts)


def names_district(text: str) -> bool:
    """Whether a text names the level abolished on 1 July 2025."""
    return _DISTRICT.search(text) is not None


def _missing(row: SourceRow) -> Iterator[Finding]:
    if row.only_listed:
        return
    if row.empty:
        yield finding(Flag.DETAIL_MISSING_WRONG_PAGE)
        return
    wanted = (
        (row.steps.strip(), Flag.NO_STEPS),
        (row.ways, Flag.NO_METHODS),
        (row.papers, Flag.NO_COMPONENTS),
        (row.audience, Flag.NO_AUDIENCE),
        (row.executing or row.deciding, Flag.NO_AGENCY),
        (row.legal_basis, Flag.NO_LEGAL_BASIS),
        (row.results, Flag.NO_RESULT),
    )
    for value, flag in wanted:
        if not value:
            yield finding(flag)


def _texts(row: SourceRow) -> Iterator[Finding]:
    if 0 < len(row.steps.strip()) < SHORT_STEPS:
        yield finding(Flag.STEPS_SHORT, "", Part.STEPS)
    papers = [paper for group in row.papers for paper in group.papers]
    unsplit = _UNSPLIT.intersection(row.stated_flags)
    if unsplit or any(len(paper.name) > LONG_PAPER for paper in papers if not paper.is_note):
        yield finding(Flag.PAPER_TEXT_LONG, "", Part.DOCUMENTS)
    if sum(_heads_a_case(paper) for paper in papers) > 1:
        yield finding(Flag.PAPER_CASES_MIXED, "", Part.DOCUMENTS)
    if any(broken_in(paper.name) for paper in papers):
        yield finding(Flag.BROKEN_TEXT, "", Part.DOCUMENTS)
    if broken_in(row.steps):
        yield finding(Flag.BROKEN_TEXT, "", Part.STEPS)
    if any(broken_in(fee.note + fee.text) for way in row.ways for fee in way.fees):
        yield finding(Flag.BROKEN_TEXT, "", Part.FEE)
    if broken_in(row.requirements):
        yield finding(Flag.BROKEN_TEXT, "", Part.CONDITIONS)


def _heads_a_case(paper: Paper) -> bool:
    """A note that once stood above the papers of one case; the source lost which."""
    text = clean(paper.name).lower()
    return paper.is_note and "trường hợp" in text and text.endswith(("gồm:", "gồm", "sau:", "sau"))


_CHECKS: Final[tuple[Callable[[SourceRow], Iterator[Finding]], ...]] = (
    _times,
    _fees,
    _glued,
    _district,
    _missing,
    _texts,
)
