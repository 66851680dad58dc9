"""Rows of the documented JSON (docs/register-feed.md), from a file or a feed's page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from knowledge.dossiers.mapping import RegisterMapping
from knowledge.dossiers.moments import read_moment
from knowledge.dossiers.sources import RegisterRow, SourceError

_EVENT_KEYS: Final = ("status", "at", "note", "closing", "items")


@dataclass(frozen=True, slots=True)
class Page:
    """One JSON body."""

    rows: tuple[RegisterRow, ...]
    copied_at: datetime | None
    complete: bool
    next: str
    """Cursor of the next page; empty: the last one."""


def read_page(body: object, mapping: RegisterMapping, first: int = 1) -> Page:
    """A page of the contract; a bare list of dossiers is one too.

    Raises:
        SourceError: it is not of that shape.
    """
    if isinstance(body, list):
        body = {"dossiers": body}
    if not isinstance(body, dict) or not isinstance(body.get("dossiers"), list):
        raise SourceError("JSON không đúng dạng: cần {“dossiers”: […]} (docs/register-feed.md)")
    return Page(
        rows=tuple(_rows(body["dossiers"], mapping, first)),
        copied_at=_copied_at(body.get("copied_at")),
        complete=body.get("complete") is True,
        next=str(body.get("next") or ""),
    )


def _rows(listed: list[object], mapping: RegisterMapping, first: int) -> Iterator[RegisterRow]:
    for line, one in enumerate(listed, start=first):
        fields: Mapping[str, object] = one if isinstance(one, dict) else {}
        values = {
            str(name): _text(value)
            for name, value in fields.items()
            if mapping.column(str(name)) and value is not None
        }
        yield RegisterRow(line, values, tuple(_events(fields.get("events"))))


def _events(listed: object) -> Iterator[dict[str, str]]:
    if not isinstance(listed, list):
        return
    for one in listed:
        if isinstance(one, dict):
            yield {key: _text(one[key]) for key in _EVENT_KEYS if one.get(key) is not None}
        else:
            yield {}


def _text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return str(value)


def _copied_at(text: object) -> datetime | None:
    if not text:
        return None
    try:
        return read_moment(str(text))[0]
    except ValueError:
        raise SourceError(
            "copied_at không đọc được; hãy ghi dạng 2026-11-20T07:00:00+07:00"
        ) from None
