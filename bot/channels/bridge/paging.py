"""Facts on pages of a text message's length; whoever wants more asks for it. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.channels.splitting import split
from handlers.wording.genuine import brief_code_line, code_line
from handlers.wording.short import GO_ON, GO_ON_BRIEF

Measure = Callable[[str], int]
MOST: Final = 99
"""Pages whose numbers the line under them has room for."""
CROWDED: Final = 2
"""A foot above one part in so many of a page is said in fewer words."""
HOLLOW: Final = 3
"""A page filled to less than one part in so many takes the beginning of the next fact: of what we
start only the first page leaves, and a heading alone tells nobody anything."""


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands under each page: the mark of a sample commune, the check code of what we start.

    The code is on every page: only the first leaves, and who asks about a page has no other.
    """

    mark: str = ""
    code: str = ""

    def alone(self) -> tuple[str, ...]:
        """Under a message of one page, the most words first."""
        said = [code_line(self.code), brief_code_line(self.code)] if self.code else [""]
        return tuple(_joined([one, self.mark]) for one in said)

    def under(self, page: int, pages: int, *, tight: bool = False) -> str:
        """Under one of several."""
        on = GO_ON_BRIEF if tight else GO_ON
        goes_on = on.format(page=page, pages=pages) if page < pages else ""
        code = brief_code_line(self.code, tight=tight) if self.code else ""
        return _joined([self.mark, code, goes_on])

    def longest(self, *, tight: bool) -> str:
        """As much as may stand under a page."""
        on = GO_ON_BRIEF if tight else GO_ON
        return _joined([self.under(1, 1, tight=tight), on.format(page=MOST, pages=MOST)])


NO_FOOT: Final = Foot()


def pages_of(facts: Sequence[str], room: int, measure: Measure, foot: Foot = NO_FOOT) -> list[str]:
    """The pages of at most `room` by `measure`; all but the last say how to go on.

    A fact is cut where it is longer than a page, or would leave a page all but empty.
    """
    if not facts:
        return []
    for end in foot.alone():
        whole = _joined([*facts, end])
        if measure(whole) <= room:
            return [whole]
    # One letter outside the small alphabet makes every letter of its page cost more than double.
    dear = max(set("".join(facts)), key=measure)
    tight = measure(dear + foot.longest(tight=False)) * CROWDED > room
    longest = foot.longest(tight=tight)

    def under(text: str) -> int:
        return measure(_joined([text, longest]))

    filled = _filled(facts, room, under)
    pages = len(filled)
    return [
        _joined([page, foot.under(at, pages, tight=tight)]) for at, page in enumerate(filled, 1)
    ]


def _filled(facts: Sequence[str], room: int, measure: Measure) -> list[str]:
    """Pages by `measure`, which counts what stands under them: it may change their alphabet."""
    pages: list[str] = []
    for fact in facts:
        for piece in [fact] if measure(fact) <= room else _pieces(fact, room, measure):
            _put(pages, piece, room, measure)
    return pages


def _put(pages: list[str], piece: str, room: int, measure: Measure) -> None:
    """On the last page where it fits there; else on one of its own."""
    if pages and measure(_joined([pages[-1], piece])) <= room:
        pages[-1] = _joined([pages[-1], piece])
    elif pages and (begun := _begun(pages[-1], piece, room, measure)):
        pages[-1] = _joined([pages[-1], begun])
        _put(pages, piece[len(begun) :].strip(), room, measure)
    else:
        pages.append(piece)


def _begun(page: str, piece: str, room: int, measure: Measure) -> str:
    """The beginning of a piece that fills up a page which says next to nothing; empty: none."""
    free = room - measure("")
    if (measure(page) - measure("")) * HOLLOW > free:
        return ""
    begun, *rest = split(piece, room, lambda text: measure(_joined([page, text])))
    return begun if rest and " " in begun.strip() else ""


def _pieces(fact: str, room: int, measure: Measure) -> list[str]:
    """A fact longer than a page: by its lines, and a line between its words."""
    lines = fact.splitlines()
    if len(lines) > 1:
        return [piece for line in lines for piece in _pieces(line, room, measure)]
    return [fact] if measure(fact) <= room else list(split(fact, room, measure))


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)
