"""The word lists under `knowledge/data/lexicon`, compiled for look-up by the first word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from knowledge.text.apart import Apart, ApartTable, Says
from knowledge.text.folding import agrees, fold_word, is_marked, words
from knowledge.text.phrases import Kind, Phrase, PhraseTable
from knowledge.yaml_lines import plain_yaml

FOLDER: Final = Path(__file__).parent.parent / "data" / "lexicon"


@dataclass(frozen=True, slots=True)
class ChatReading:
    """One meaning of a short form and the neighbours that call for it."""

    words: tuple[str, ...]
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    end: bool = False

    def fits(self, previous: str, following: str) -> bool:
        """True when the neighbours (folded, empty at a clause's edge) call for this reading."""
        if self.after and previous not in self.after:
            return False
        if self.before and following not in self.before:
            return False
        return not (self.end and following)


@dataclass(frozen=True, slots=True)
class Facet:
    """A distinction between procedures of one matter."""

    key: str
    weight: float
    say: tuple[tuple[str, ...], ...]
    group: str | None = None
    mild: bool = False
    """Not missed by procedures that say nothing of its group."""
    written: bool = False
    """Counts only as written, not through official words; routes and cards are held to it."""
    needed: bool = False
    """Who asks for it is not led to what lacks it; nothing is gained or lost by having it."""


class Openings:
    """Short phrases looked up by their first word, longest first."""

    def __init__(self, says: Iterable[Sequence[str]]) -> None:
        self.by_first: dict[str, list[Sequence[str]]] = {}
        for say in sorted(says, key=len, reverse=True):
            self.by_first.setdefault(fold_word(say[0]), []).append(say)

    def length_at(self, typed: Sequence[str], start: int) -> int:
        """Number of words of the phrase that starts at `start`, 0 if none does."""
        for say in self.by_first.get(fold_word(typed[start]), ()):
            end = start + len(say)
            if end <= len(typed) and all(map(agrees, typed[start:end], say)):
                return len(say)
        return 0

    def places(self, typed: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where phrases start, each with its number of words."""
        first = self.by_first
        begun = [at for at, word in enumerate(typed) if fold_word(word) in first]
        return ((at, length) for at in begun if (length := self.length_at(typed, at)))


@dataclass(frozen=True, slots=True)
class Asides:
    """What opens and closes a mention that is not the matter itself."""

    openers: "Openings"
    closers: "Openings"
    no_purpose: frozenset[str]
    """Folded words after which "để" does not start a purpose."""
    now: "Openings"
    """How a clause opens that tells what is wanted, after others told the background."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the matcher knows about words."""

    phrases: PhraseTable
    names: PhraseTable
    """The same without the parts of a question: for official names."""
    always: dict[str, tuple[str, ...]]
    context: dict[str, tuple[ChatReading, ...]]
    facet_by_key: dict[str, Facet]
    facet_says: dict[tuple[str, ...], tuple[tuple[tuple[str, ...], tuple[str, ...], Facet], ...]]
    """Folded and written words of every facet's phrases by the first two, or the one it is."""
    asides: Asides
    apart: ApartTable
    laws: tuple[str, ...]
    """Names of laws, without the word "luật"."""
    known: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def _read(name: str) -> Any:  # noqa: ANN401
    return plain_yaml((FOLDER / name).read_text(encoding="utf-8"))


def _split(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in words(text))


def _phrases() -> Iterator[Phrase]:
    weak = _read("weak.yaml")
    firm = {_split(str(say)) for say in weak["firm"]}
    for row in _read("synonyms.yaml"):
        mean = _split(row["mean"])
        firm.add(mean)
        for say in row["say"]:
            spelled = _split(say)
            single = len(spelled) == 1 and is_marked(spelled[0]) and not row.get("plain", False)
            strict = single or row.get("strict", False)
            soft, told = row.get("soft", False), row.get("told", False)
            yield Phrase(spelled, Kind.MEAN, mean, strict, soft, told)
    for part, says in _read("parts.yaml").items():
        yield from (Phrase(_split(say), Kind.PART, (part,)) for say in says)
    faint = {_split(str(say)) for say in weak["faint"]}
    yield from (Phrase(say, Kind.FAINT) for say in faint)
    alone = {("thuế",)}
    yield from (Phrase(say, Kind.FIRM) for say in firm - faint if len(say) > 1 or say in alone)
    for text in weak["silent"]:
        say = _split(str(text))
        if say not in faint:
            yield Phrase(say, Kind.SILENT)


def _chat(rows: dict[str, list[dict[str, Any]]]) -> dict[str, tuple[ChatReading, ...]]:
    return {
        key: tuple(
            ChatReading(
                _split(row["as"]),
                frozenset(row.get("after", ())),
                frozenset(row.get("before", ())),
                row.get("end", False),
            )
            for row in readings
        )
        for key, readings in rows.items()
    }


def _facets() -> tuple[Facet, ...]:
    return tuple(
        Facet(
            row["key"],
            row["weight"],
            tuple(_split(str(say)) for say in row["say"]),
            row.get("group"),
            row.get("mild", False),
            row.get("written", False),
            row.get("needed", False),
        )
        for row in _read("facets.yaml")
    )


def _asides() -> Asides:
    rows = {key: [_split(say) for say in says] for key, says in _read("asides.yaml").items()}
    return Asides(
        Openings(rows["open"]),
        Openings(rows["close"]),
        frozenset(fold_word(word) for say in rows["purpose"] for word in say),
        Openings(rows["now"]),
    )


def _apart() -> Iterator[Apart]:
    data = _read("apart.yaml")
    groups = {name: [_split(str(say)) for say in says] for name, says in data["groups"].items()}

    def one_of(piece: Any) -> Says:  # noqa: ANN401
        names, says = (piece.split(), []) if isinstance(piece, str) else ([], piece)
        said = [_split(str(say)) for say in says]
        return (*said, *(say for name in names for say in groups[name]))

    for row in data["phrases"]:
        pieces = tuple(one_of(piece) for piece in row["say"])
        unless = one_of(row["unless"]) if "unless" in row else ()
        yield Apart(_split(row["mean"]), pieces, tuple(row["reach"]), unless)


def _by_head(
    facets: Iterable[Facet],
) -> dict[tuple[str, ...], tuple[tuple[tuple[str, ...], tuple[str, ...], Facet], ...]]:
    rows: dict[tuple[str, ...], list[tuple[tuple[str, ...], tuple[str, ...], Facet]]] = {}
    for facet in facets:
        for say in facet.say:
            folded = tuple(fold_word(word) for word in say)
            rows.setdefault(folded[:2], []).append((folded, say, facet))
    return {head: tuple(found) for head, found in rows.items()}


def _neighbours(phrases: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    return {pair for folded in phrases for pair in pairwise(folded)}


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The shipped lexicon, read once."""
    table, names = PhraseTable(), PhraseTable()
    for phrase in _phrases():
        table.add(phrase)
        if phrase.kind is not Kind.PART:
            names.add(phrase)
    table.sort()
    names.sort()
    chat = _read("chat.yaml")
    always = {key.lower(): _split(value) for key, value in chat["always"].items()}
    context = _chat(chat["context"])
    facets = _facets()
    spoken = list(table.vocabulary())
    known = {word for folded in spoken for word in folded}
    known |= {fold_word(word) for facet in facets for say in facet.say for word in say}
    known |= {fold_word(key) for key in (*always, *context)}
    return Lexicon(
        phrases=table,
        names=names,
        always=always,
        context=context,
        facet_by_key={facet.key: facet for facet in facets},
        facet_says=_by_head(facets),
        asides=_asides(),
        apart=ApartTable(_apart()),
        laws=tuple(_read("laws.yaml")["names"]),
        known=frozenset(known),
        pairs=frozenset(_neighbours(spoken)),
    )
