"""JSON lines in the shape of a crawl of the national portal: one procedure a line."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from knowledge.importing.flags import Flag, Refusal, finding
from knowledge.importing.rows import FeeText, Paper, PaperGroup, SourceRow, WayText
from knowledge.procedures import SubmissionWay

_CHANNELS: Final = {way.value: way for way in SubmissionWay}
LARGEST_FILE: Final = 200 * 1024 * 1024
"""Bytes; the whole country's procedures are 30 MB as JSON lines."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_jsonl(path: Path) -> Iterator[SourceRow | Refusal]:
    """Rows of a `.jsonl` or `.jsonl.gz` file; a line that is no record is refused by number."""
    raw = _unpacked(path) if path.suffix == ".gz" else path.read_bytes()
    for number, line in enumerate(raw.splitlines(), start=1):
        if line.strip():
            yield _row(path.name, number, line)


def _unpacked(path: Path) -> bytes:
    """A packed file's content, never more than a sane file holds."""
    with gzip.open(path) as stream:
        raw = stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise OSError("too large when unpacked")
    return raw


def _row(file: str, number: int, line: bytes) -> SourceRow | Refusal:
    try:
        return _from_record(file, number, dict(json.loads(line)))
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        why = finding(Flag.UNREADABLE, type(error).__name__)
        return Refusal(file, number, "", (why,))


def _from_record(file: str, line: int, data: dict[str, Any]) -> SourceRow:
    levels = data.get("levels") or []
    at_commune = data.get("is_commune", "commune" in levels if levels else None)
    executing = _text(data, "executing_agency") or "; ".join(_list(data, "list_executing_agencies"))
    return SourceRow(
        file=file,
        line=line,
        code=_text(data, "code"),
        name=_text(data, "name"),
        field=_text(data, "field"),
        at_commune=bool(at_commune or data.get("on_real_commune_list"))
        if at_commune is not None
        else None,
        executing=executing,
        deciding=_text(data, "competent_agency"),
        coordinating=_text(data, "coordinating_agency"),
        receiving=_text(data, "receiving_address"),
        audience=tuple(_list(data, "audience")),
        announcement=_text(data, "decision_no"),
        steps=_text(data, "steps"),
        ways=tuple(_way(way) for way in data.get("methods") or []),
        papers=tuple(_group(group) for group in data.get("components") or []),
        results=tuple(
            (_text(one, "name"), _text(one, "code")) for one in data.get("results") or []
        ),
        legal_basis=_legal_basis(data),
        requirements=_text(data, "requirements"),
        url=_text(data, "source_url"),
        checked_on=_checked_on(_text(data, "crawled")),
        source=_text(data, "ministry"),
        stated_flags=tuple(_list(data, "quality_flags")),
    )


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value


def _list(data: dict[str, Any], key: str) -> list[str]:
    return [value for value in data.get(key) or [] if isinstance(value, str)]


def _way(data: dict[str, Any]) -> WayText:
    return WayText(
        way=_CHANNELS.get(_text(data, "channel")),
        label=_text(data, "channel_vi"),
        time_text=_text(data, "time_text"),
        time_value=_number(data.get("time_value")),
        time_unit=_text(data, "time_unit") or None,
        fees=tuple(_fee(fee) for fee in data.get("fees") or []),
        description=_text(data, "description"),
        raw=_text(data, "raw"),
    )


def _fee(data: dict[str, Any]) -> FeeText:
    return FeeText(
        text=_text(data, "text"),
        amount=_number(data.get("amount")),
        currency=_text(data, "currency") or None,
        note=_text(data, "note"),
    )


def _number(value: float | None) -> Decimal | None:
    if value is None:
        return None
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise ValueError("no amount or time is negative or endless")
    return number


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _group(data: dict[str, Any]) -> PaperGroup:
    return PaperGroup(
        _text(data, "case"),
        tuple(
            Paper(
                name=_text(item, "name"),
                originals=_whole(item.get("originals")),
                copies=_whole(item.get("copies")),
                is_note=bool(item.get("is_note")),
                forms=tuple(_list(item, "form_files")),
            )
            for item in data.get("items") or []
        ),
    )


def _legal_basis(data: dict[str, Any]) -> tuple[str, ...]:
    codes = _list(data, "legal_codes")
    text = _text(data, "legal_basis").strip()
    return tuple(codes) or ((text,) if text else ())


def _checked_on(crawled: str) -> date | None:
    found = _DAY.search(crawled)
    return date.fromisoformat(found.group(0)) if found else None
