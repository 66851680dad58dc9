"""Lines of a bounded width in which no fact is broken in two."""

from collections.abc import Iterator
from typing import Final

from knowledge.surfaces.stated import facts

_GLUE: Final = "\u00a0"
_BREAKS: Final = "-./@_"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` letters.

    A fact written with spaces (a telephone number) stays on one line if it fits on one; a word
    longer than a line is cut, after a sign inside it where there is one.
    """
    lines: list[str] = []
    for word in _words(text, width):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [one.replace(_GLUE, " ") for one in lines]


def _words(text: str, width: int) -> Iterator[str]:
    for fact in facts(text):
        if " " in fact.text and fact.end - fact.start <= width:
            glued = fact.text.replace(" ", _GLUE)
            text = text[: fact.start] + glued + text[fact.end :]
    for word in text.split(" "):
        rest = word
        while len(rest) > width:
            at = max((rest.rfind(sign, 1, width) + 1 for sign in _BREAKS), default=0) or width
            yield rest[:at]
            rest = rest[at:]
        if rest:
            yield rest
