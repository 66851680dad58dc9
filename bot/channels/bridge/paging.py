"""Facts on pages of a text message's length; whoever wants more asks for it. Pure."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.channels.splitting import split
from handlers.wording.short import GO_ON

Measure = Callable[[str], int]
MOST: Final = 99
"""Pages whose numbers the line under them has room for."""


def pages_of(facts: Sequence[str], room: int, measure: Measure, mark: str = "") -> list[str]:
    """The pages of at most `room` by `measure`; all but the last say how to go on.

    A fact is cut only where it is longer than a page.
    """
    if not facts:
        return []
    whole = _joined([*facts, mark])
    if measure(whole) <= room:
        return [whole]
    foot = _joined([mark, GO_ON.format(page=MOST, pages=MOST)])

    def under(text: str) -> int:
        return measure(_joined([text, foot]))

    filled = _filled(facts, room, under)
    return [
        _joined([page, mark, GO_ON.format(page=at, pages=len(filled)) if at < len(filled) else ""])
        for at, page in enumerate(filled, 1)
    ]


def _filled(facts: Sequence[str], room: int, measure: Measure) -> list[str]:
    """Pages by `measure`, which counts what stands under them: it may change their alphabet."""
    pages: list[str] = []
    for fact in facts:
        for piece in [fact] if measure(fact) <= room else _pieces(fact, room, measure):
            if pages and measure(_joined([pages[-1], piece])) <= room:
                pages[-1] = _joined([pages[-1], piece])
            else:
                pages.append(piece)
    return pages


def _pieces(fact: str, room: int, measure: Measure) -> list[str]:
    """A fact longer than a page: by its lines, and a line between its words."""
    lines = fact.splitlines()
    if len(lines) > 1:
        return [piece for line in lines for piece in _pieces(line, room, measure)]
    return [fact] if measure(fact) <= room else list(split(fact, room, measure))


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)
