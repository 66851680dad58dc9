"""The shipped YAML files as values; every mistake is named with file and line, all at once.

Files under `knowledge/data`: `procedures/*.yaml` hold lists of records; families, routes, cards,
life events and samples stand in `<kind>.yaml` or `<kind>/*.yaml`, each a list of that kind or a
mapping `{kind: [...]}`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.guidance import Alarm, Card, Family, Guidance, Heard, LifeEvent, Route, Sample
from knowledge.procedures import Procedure, Record
from knowledge.yaml_lines import DataMistakesError, Document, Mistake, read_yaml

__all__ = [
    "DATA",
    "DataMistakesError",
    "Located",
    "Reading",
    "explain",
    "load_guidance",
    "load_procedures",
    "read_procedures",
]

DATA: Final = Path(__file__).parent / "data"

_KINDS: Final[dict[str, type[Record]]] = {
    "families": Family,
    "routes": Route,
    "alarms": Alarm,
    "heard": Heard,
    "cards": Card,
    "life_events": LifeEvent,
    "samples": Sample,
}
_SAID: Final[dict[str, str]] = {
    "missing": "thiếu khóa bắt buộc",
    "extra_forbidden": "khóa lạ, không có trong mẫu",
    "string_type": "phải là chữ; số và mã hãy đặt trong dấu nháy",
    "string_too_short": "không được để trống",
    "string_pattern_mismatch": "sai mẫu {pattern}",
    "enum": "chỉ nhận một trong: {expected}",
    "tuple_type": "phải là danh sách (mỗi dòng bắt đầu bằng gạch ngang)",
    "dict_type": "phải là các cặp khóa: giá trị",
    "model_type": "phải là các cặp khóa: giá trị",
    "greater_than": "phải lớn hơn {gt}",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "decimal_parsing": "phải là số",
    "too_short": "cần ít nhất {min_length} dòng",
}

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Located(Generic[R]):
    """A record and where it stands."""

    record: R
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Reading(Generic[R]):
    """What one or more files held: the sound records and every mistake."""

    found: tuple[Located[R], ...]
    mistakes: tuple[Mistake, ...]

    @property
    def records(self) -> tuple[R, ...]:
        """The sound records, in file order."""
        return tuple(located.record for located in self.found)


def load_procedures(folder: Path = DATA / "procedures") -> tuple[Procedure, ...]:
    """Shipped records; raises `DataMistakesError` with all mistakes of all files."""
    reading = read_procedures(sorted(folder.glob("*.yaml")))
    if reading.mistakes:
        raise DataMistakesError(reading.mistakes)
    return reading.records


def load_guidance(folder: Path = DATA) -> Guidance:
    """Families, routes, cards, life events and samples; raises with all mistakes at once."""
    readings = {kind: _read_kind(folder, kind) for kind in _KINDS}
    mistakes = [mistake for reading in readings.values() for mistake in reading.mistakes]
    mistakes += _dangling(readings)
    if mistakes:
        raise DataMistakesError(mistakes)
    return Guidance.model_validate({kind: reading.records for kind, reading in readings.items()})


def read_procedures(paths: Sequence[Path]) -> Reading[Procedure]:
    """Records of the given files; codes written twice are mistakes too."""
    found: list[Located[Procedure]] = []
    mistakes: list[Mistake] = []
    for path in paths:
        document = read_yaml(path, shown_as=_shown(path))
        mistakes.extend(document.mistakes)
        part = _read_list(document, (), Procedure)
        found.extend(part.found)
        mistakes.extend(part.mistakes)
    mistakes.extend(_twice(found, lambda located: located.record.code, "mã"))
    return Reading(tuple(found), tuple(mistakes))


def _read_kind(folder: Path, kind: str) -> Reading[Any]:
    files = [path for path in (folder / f"{kind}.yaml",) if path.exists()]
    files += sorted((folder / kind).glob("*.yaml"))
    found: list[Located[Any]] = []
    mistakes: list[Mistake] = []
    for path in files:
        document = read_yaml(path, shown_as=_shown(path))
        mistakes.extend(document.mistakes)
        if document.node is None:
            continue
        inside = (kind,) if isinstance(document.value, dict) else ()
        part = _read_list(document, inside, _KINDS[kind])
        found.extend(part.found)
        mistakes.extend(part.mistakes)
    name = "code" if kind == "samples" else "key"
    mistakes.extend(_twice(found, lambda located: getattr(located.record, name), "khóa"))
    return Reading(tuple(found), tuple(mistakes))


def _read_list(document: Document, inside: tuple[str, ...], model: type[R]) -> Reading[R]:
    rows = document.value
    for step in inside:
        rows = rows.get(step) if isinstance(rows, dict) else None
    if document.node is None and document.value is None:
        return Reading((), ())
    if not isinstance(rows, list):
        wanted = f"`{inside[0]}:` và " if inside else ""
        text = f"tệp phải là {wanted}một danh sách bản ghi (mỗi bản ghi bắt đầu bằng gạch ngang)"
        return Reading((), (Mistake(document.file, document.line_of(inside), text),))
    found: list[Located[R]] = []
    mistakes: list[Mistake] = []
    for number, row in enumerate(rows):
        place: tuple[str | int, ...] = (*inside, number)
        try:
            record = model.model_validate(row)
        except ValidationError as error:
            mistakes.extend(_said(document, place, error))
            continue
        found.append(Located(record, document.file, document.line_of(place)))
    return Reading(tuple(found), tuple(mistakes))


def _said(
    document: Document, place: tuple[str | int, ...], error: ValidationError
) -> Iterator[Mistake]:
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        name = ".".join(str(step) for step in path) or "bản ghi"
        line = document.line_of((*place, *path))
        yield Mistake(document.file, line, f"`{name}`: {explain(detail)}")


def explain(detail: ErrorDetails) -> str:
    """One Vietnamese sentence for a validation error of pydantic."""
    template = _SAID.get(detail["type"])
    if template is None:
        text = detail["msg"].removeprefix("Value error, ")
    else:
        text = template.format_map(_Blank(detail.get("ctx", {})))
    shown = detail["input"]
    if detail["type"] != "missing" and isinstance(shown, str | int | float) and shown != "":
        text += f" (đang ghi: {str(shown)[:60]})"
    return text


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _twice(
    found: Iterable[Located[Any]], name_of: Callable[[Located[Any]], str], what: str
) -> Iterator[Mistake]:
    first: dict[str, Located[Any]] = {}
    for located in found:
        name = name_of(located)
        earlier = first.setdefault(name, located)
        if earlier is not located:
            text = f"{what} `{name}` đã có ở {earlier.file}:{earlier.line}"
            yield Mistake(located.file, located.line, text)


def _dangling(readings: dict[str, Reading[Any]]) -> Iterator[Mistake]:
    """Buttons that lead to a route or card that does not exist."""
    routes = Counter(route.key for route in readings["routes"].records)
    cards = Counter(card.key for card in readings["cards"].records)
    urgent = {route.key for route in readings["routes"].records if route.urgent}
    for located in readings["alarms"].found:
        if located.record.leads_to not in urgent:
            text = f"báo động dẫn tới `{located.record.leads_to}`, không phải tuyến khẩn cấp"
            yield Mistake(located.file, located.line, text)
    families = {family.key for family in readings["families"].records}
    yield from _unheard(readings, {*routes, *cards}, families)
    for kind, options_of in (("families", "options"), ("cards", "buttons")):
        for located in readings[kind].found:
            for option in getattr(located.record, options_of):
                for target, known in ((option.route, routes), (option.card, cards)):
                    if target is not None and target not in known:
                        text = f"nút “{option.label}” dẫn tới `{target}` không có"
                        yield Mistake(located.file, located.line, text)


def _unheard(
    readings: dict[str, Reading[Any]], known: set[str], families: set[str]
) -> Iterator[Mistake]:
    """Words that are heard and lead to nothing."""
    for located in readings["heard"].found:
        told, family = located.record.card or located.record.route, located.record.family
        target = family or told
        if target is not None and target not in (families if family else known):
            text = f"lời nghe được dẫn tới `{target}` không có"
            yield Mistake(located.file, located.line, text)


def _shown(path: Path) -> str:
    """Path as a person in the project would write it."""
    try:
        return str(Path("knowledge/data") / path.resolve().relative_to(DATA.resolve()))
    except ValueError:
        return str(path)
