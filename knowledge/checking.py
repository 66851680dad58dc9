"""What is wrong with data files beyond their form: links that lead nowhere, dates that must be."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from knowledge.catalogue import review_date_missing
from knowledge.gaps import most_asked
from knowledge.guidance import FamilyOption
from knowledge.loading import DATA, DataMistakesError, Located, load_guidance, read_procedures
from knowledge.procedures import CatalogueState, Procedure
from knowledge.yaml_lines import Mistake


def check_files(paths: Sequence[Path]) -> tuple[int, tuple[Mistake, ...]]:
    """Number of sound records of the given files, and every mistake in them."""
    reading = read_procedures(paths)
    mistakes = [*reading.mistakes, *_dates(reading.found)]
    return len(reading.found), tuple(sorted(set(mistakes)))


def check_shipped(folder: Path = DATA) -> tuple[int, tuple[Mistake, ...]]:
    """The same for everything that is shipped, with the links between files."""
    reading = read_procedures(sorted((folder / "procedures").glob("*.yaml")))
    mistakes = [*reading.mistakes, *_dates(reading.found)]
    if not reading.mistakes:
        mistakes += _links(reading.found)
        mistakes += _guidance(folder, {located.record.code for located in reading.found})
    return len(reading.found), tuple(sorted(set(mistakes)))


def _dates(found: Iterable[Located[Procedure]]) -> Iterator[Mistake]:
    for located in found:
        record = located.record
        if review_date_missing(record):
            text = f"{record.code}: hộ tịch phải có review_by không sau 2027-02-15 (Luật mới)"
            yield Mistake(located.file, located.line, text)
        ends = record.effective_to
        if ends is not None and record.effective_from is not None and ends < record.effective_from:
            text = f"{record.code}: effective_to trước effective_from"
            yield Mistake(located.file, located.line, text)
        if record.state is CatalogueState.REPLACED and record.replaced_by is None:
            text = f"{record.code}: state replaced cần có replaced_by"
            yield Mistake(located.file, located.line, text)


def _links(found: Sequence[Located[Procedure]]) -> Iterator[Mistake]:
    known = {located.record.code for located in found}
    for located in found:
        record = located.record
        wanted = {"linked": record.linked, "replaced_by": tuple(filter(None, [record.replaced_by]))}
        for key, codes in wanted.items():
            for code in codes:
                if code not in known:
                    text = f"{record.code}: `{key}` dẫn tới {code} không có bản ghi"
                    yield Mistake(located.file, located.line, text)


def _guidance(folder: Path, known: set[str]) -> Iterator[Mistake]:
    try:
        guidance = load_guidance(folder)
    except DataMistakesError as error:
        yield from error.mistakes
        return
    named: list[tuple[str, str]] = []
    for family in guidance.families:
        named += _codes(f"families: {family.key}", family.options)
    for card in guidance.cards:
        named += _codes(f"cards: {card.key}", card.buttons)
    for event in guidance.life_events:
        named += [(f"life_events: {event.key}", code) for code in event.codes]
    for sample in guidance.samples:
        named.append((f"samples: {sample.code}", sample.code))
    named += [("most_asked", code) for code in most_asked(folder / "most_asked.yaml")]
    for where, code in named:
        if code not in known:
            yield Mistake(str(Path("knowledge/data")), 1, f"{where}: {code} không có bản ghi")


def _codes(where: str, options: Iterable[FamilyOption]) -> list[tuple[str, str]]:
    return [(where, option.code) for option in options if option.code is not None]
