"""The processing times of a judged row."""

from decimal import Decimal

from knowledge.importing.cleaning import clean, says_nothing, shortened
from knowledge.importing.figures import read_time
from knowledge.importing.gate import time_unit
from knowledge.importing.rows import SourceRow
from knowledge.procedures import ProcessingTime, TimeUnit

_SAID = {
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.MONTH: "tháng",
}


def times_of(row: SourceRow) -> tuple[ProcessingTime, ...]:
    """Times without the way of filing: rows that differ by way may really be cases (P-5)."""
    figures: dict[tuple[Decimal, TimeUnit], None] = {}
    for way in row.ways:
        unit = time_unit(way)
        if way.time_value and unit is not None:
            figures[(way.time_value, unit)] = None
    if len(figures) == 1:
        ((value, unit),) = figures
        return (ProcessingTime(value=value, unit=unit),)
    if figures:
        return (ProcessingTime(text=_alternatives(list(figures))),)
    words = dict.fromkeys(
        shortened(clean(way.time_text), 300)
        for way in row.ways
        if way.time_value is None and not says_nothing(way.time_text)
    )
    return tuple(read_time(text).time or ProcessingTime(text=text) for text in words)


def _alternatives(figures: list[tuple[Decimal, TimeUnit]]) -> str:
    said = [
        f"{value.normalize():f} {_SAID.get(unit, '')}".replace(".", ",").strip()
        for value, unit in sorted(figures, key=lambda figure: (figure[1], figure[0]))
    ]
    return f"{', '.join(said[:-1])} hoặc {said[-1]}, tùy trường hợp"
