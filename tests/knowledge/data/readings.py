"""Figures of the study data's readings and of the records, put into the same words.

A time is "5 working_day", "same_day", or a bare "5" where the source lost the unit. A fee is an
amount in đồng, "miễn" where someone pays nothing, "HĐND" where the provincial council decides.
Copies are "1+0": originals and copies of one paper. A limit is the number of the citizen's time.
A validity is how long what comes out may be used: "6 tháng". What the words of a record state
("words") is a number with what it counts, without marks: "18 tuoi".
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from knowledge.procedures import FeeKind, Procedure, RequiredDocument
from knowledge.text.folding import fold
from tests.knowledge.data.by_case import Pair, compared, differing

Figures = dict[str, frozenset[str]]
"""Kind ("times", "fees", "limits", "validity") -> what is stated."""

_UNITS: Final = {"wd": "working_day", "day": "day", "hour": "hour"}
_SHEET_TIME: Final = re.compile(r"(?<!\d)(\d+) *(ngày làm việc|ngày|giờ(?! mà| thì| làm))")
_SHEET_UNITS: Final = {"ngày làm việc": "working_day", "ngày": "day", "giờ": "hour"}
_AMOUNT: Final = re.compile(r"(?<![\d/.])(\d{1,3}(?:[.,]\d{3})+|\d{4,}(?= ?đ))(?![\d/])")
_LASTS: Final = re.compile(r"(?<!\d)0?(\d+ (?:ngày|tháng|năm))(?! +\d)")
_FREE: Final = re.compile(r"\b(miễn|không thu|không phải nộp)\b", re.IGNORECASE)
_COUNCIL: Final = re.compile(r"HĐND|Hội đồng nhân dân")
_WORD: Final = re.compile(r"\w+")
_THOUSANDS: Final = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_COUNTED: Final = re.compile(
    r"(?<![\w/.,-])0*(\d+(?:,\d+)?)(?![\d/]|[.,]\d) *(?:\([a-z ]+\) *)?"
    r"(ngay lam viec|gio lam viec|ngay|gio|thang|nam|tuoi|nguoi|lan|d(?:ong)?|trang|%)(?!\w)"
)
_ALIKE: Final = 0.6
"""How much of a paper's words an item of the portal must hold to be the same paper; of two that
hold as much, the shorter item is the nearer one."""


class Readings:
    """What the facts file, the portal crawl and the process sheets say of a code."""

    def __init__(self, shared: Path) -> None:
        self._facts = facts(shared / "docs" / "procedures-facts.md")
        folder = shared / "data" / "procedures"
        with gzip.open(folder / "procedures_all.jsonl.gz", "rt", encoding="utf-8") as lines:
            self._crawl = {entry["code"]: entry for entry in map(json.loads, lines)}
        self._sheets: dict[str, list[dict[str, Any]]] = {}
        sheets = (folder / "justice_process_sheets_53.jsonl").read_text(encoding="utf-8")
        for sheet in map(json.loads, sheets.splitlines()):
            self._sheets.setdefault(sheet["national_code"], []).append(sheet)

    def of(self, code: str) -> dict[str, Figures]:
        """Reading -> its figures; a reading without the code is left out."""
        found: dict[str, Figures] = {}
        if code in self._facts:
            found["facts"] = _fact_figures(self._facts[code])
        if code in self._crawl:
            found["crawl"] = _crawl_figures(self._crawl[code])
        if code in self._sheets:
            found["sheet"] = _sheet_figures(self._sheets[code])
        return found

    def by_case(self, record: Procedure) -> set[Pair]:
        """Cases a reading tells apart in which its figures are not the record's."""
        fact, sheets = self._facts.get(record.code), self._sheets.get(record.code, [])
        return differing(record, fact, sheets)

    def cases_read(self, record: Procedure) -> list[Pair]:
        """All that `by_case` compares."""
        fact, sheets = self._facts.get(record.code), self._sheets.get(record.code, [])
        return list(compared(record, fact, sheets))

    def unread(self, record: Procedure) -> frozenset[str]:
        """Figures in the words of a record that no reading of its code states anywhere."""
        readings = (self._facts, self._crawl, self._sheets)
        said = " ".join(_words(one[record.code]) for one in readings if record.code in one)
        return frozenset(_counted(" ".join(_told(record))) - _counted(said))

    def counts(self, record: Procedure) -> dict[str, tuple[str, str]]:
        """Paper -> counts in the record and in the portal's item most like it, where they differ.

        "-" stands for a paper no item of the portal is like.
        """
        if record.code not in self._crawl:
            return {}
        items = [
            (fold(item["name"]), f"{item['originals'] or 0}+{item['copies'] or 0}")
            for part in self._crawl[record.code]["components"]
            for item in part["items"]
            if item["originals"] or item["copies"]
        ]
        found = {}
        for paper in record.documents:
            if paper.originals is None and paper.copies is None:
                continue
            stated = f"{paper.originals or 0}+{paper.copies or 0}"
            there = _nearest(paper, items)
            if stated not in there:
                found[paper.name] = (stated, min(there, default="-"))
        return found


def record_figures(record: Procedure) -> Figures:
    """The figures a record states."""
    fees = [row.text or "" for row in record.fees]
    stated = {str(row.amount) for row in record.fees if row.amount} | _amounts(fees)
    kinds = {row.kind for row in record.fees}
    if FeeKind.EXEMPT in kinds or any(_FREE.search(text) for text in fees):
        stated.add("miễn")
    if FeeKind.COUNCIL in kinds or any(_COUNCIL.search(text) for text in fees):
        stated.add("HĐND")
    times = {
        f"{row.value.normalize():f} {row.unit}" if row.value else str(row.unit)
        for row in record.times
        if row.unit
    }
    limits = {str(limit.value) for limit in record.citizen_limits}
    lasts = [row.validity or "" for row in record.results]
    return {
        "times": frozenset(times),
        "fees": frozenset(stated),
        "limits": frozenset(limits),
        "validity": _lasting(lasts),
    }


def _told(record: Procedure) -> Iterator[str]:
    """What a citizen reads of a record in words rather than in figures of their own."""
    yield from (*record.conditions, *record.steps, *record.notes.values())
    yield from (case.label for case in record.cases)
    yield from (limit.text for limit in record.citizen_limits)
    for paper in record.documents:
        yield from (paper.name, paper.condition or "")
    yield from (fee.text or "" for fee in record.fees)
    yield from (time.text or "" for time in record.times)


def _words(entry: object) -> str:
    """All words of a reading, however they are nested."""
    match entry:
        case str():
            return entry
        case Mapping():
            return " . ".join(_words(value) for value in entry.values())
        case list() | tuple():
            return " . ".join(_words(value) for value in entry)
        case _:
            return ""


def _counted(text: str) -> set[str]:
    folded = fold(_THOUSANDS.sub("", text))
    found = _COUNTED.findall(folded)
    return {f"{number} {'dong' if what == 'd' else what}" for number, what in found}


def facts(path: Path) -> dict[str, dict[str, Any]]:
    blocks = re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    parsed = [yaml.safe_load(block) for block in blocks if block.startswith("procedures:")]
    return {str(entry["code"]): entry for block in parsed for entry in block["procedures"]}


def _fact_figures(entry: Mapping[str, Any]) -> Figures:
    times = {
        "same_day" if unit == "same_day" else f"{value} {_UNITS[unit]}"
        for _, value, unit in entry["time"]
        if value is not None
    }
    limit = re.findall(r"(?<!\d)\d+(?= (?:ngày|giờ))", str(entry.get("citizen_limit", "")))
    return {
        "times": frozenset(times),
        "fees": _fee_figures([str(entry["fee"])]),
        "limits": frozenset(limit),
        "validity": _lasting([str(entry.get("result", ""))]),
    }


def _crawl_figures(entry: Mapping[str, Any]) -> Figures:
    times, fees, texts = set(), set(), []
    for way in entry["methods"]:
        if way["time_value"] is not None:
            times.add(f"{way['time_value']:g} {way['time_unit'] or ''}".strip())
        texts.append(way["description"] or "")
        for fee in way["fees"]:
            texts.append(fee["note"] or "")
            if fee["amount"] and "USD" not in str(fee["currency"]):
                fees.add(f"{fee['amount']:g}")
    return {"times": frozenset(times), "fees": _fee_figures(texts) | fees}


def _sheet_figures(sheets: Iterable[Mapping[str, Any]]) -> Figures:
    times, texts = set(), []
    for sheet in sheets:
        text = re.sub(r"sau 15 giờ", "", sheet["time_text"] or "")
        times |= {f"{int(n)} {_SHEET_UNITS[unit]}" for n, unit in _SHEET_TIME.findall(text)}
        if re.search("ngay trong ngày", text, re.IGNORECASE):
            times.add("same_day")
        texts.append(sheet["fee_text"] or "")
    return {"times": frozenset(times), "fees": _fee_figures(texts)}


def _fee_figures(texts: Iterable[str]) -> frozenset[str]:
    texts = list(texts)
    found = _amounts(texts)
    if any(_FREE.search(text) for text in texts):
        found.add("miễn")
    if any(_COUNCIL.search(text) for text in texts):
        found.add("HĐND")
    return frozenset(found)


def _lasting(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(found for text in texts for found in _LASTS.findall(text))


def _amounts(texts: Iterable[str]) -> set[str]:
    return {re.sub("[.,]", "", n) for text in texts for n in _AMOUNT.findall(text)}


def _nearest(paper: RequiredDocument, items: Iterable[tuple[str, str]]) -> set[str]:
    words = set(_WORD.findall(fold(paper.name)))
    best, counts = _ALIKE, set[str]()
    for text, count in items:
        there = set(_WORD.findall(text))
        shared = len(words & there)
        alike = shared / len(words) + shared / len(there) / 4 if shared else 0.0
        if alike > best:
            best, counts = alike, {count}
        elif alike == best:
            counts.add(count)
    return counts
