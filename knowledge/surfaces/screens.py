"""An announcement on an LED board: short lines, few to a slide, each slide numbered."""

import re
from dataclasses import dataclass
from typing import Final

from knowledge.surfaces.announcement import Announcement
from knowledge.surfaces.wrapping import wrapped

NARROWEST: Final = 12
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+(?=[A-ZĐÀ-Ỹ\d])")


@dataclass(frozen=True, slots=True)
class Board:
    """What a board shows at once."""

    width: int = 24
    lines: int = 4

    def __post_init__(self) -> None:
        """Refuse a board nothing can be read on.

        Raises:
            ValueError: narrower than 12 letters, or without a line.
        """
        if self.width < NARROWEST or self.lines < 1:
            raise ValueError(f"bảng cần ít nhất {NARROWEST} chữ một dòng và 1 dòng")


def slides(told: Announcement, board: Board) -> list[tuple[str, ...]]:
    """The slides in order. A sentence that fits on one slide is not spread over two."""
    said = [told.head.upper(), *(one for line in told.lines for one in _SENTENCE.split(line))]
    made: list[list[str]] = []
    for sentence in (*said, told.mark):
        lines = wrapped(sentence, board.width)
        if made and len(made[-1]) + len(lines) <= board.lines:
            made[-1] += lines
            continue
        made += [lines[at : at + board.lines] for at in range(0, len(lines), board.lines)]
    return [tuple(one) for one in made]


def shown(told: Announcement, board: Board) -> list[str]:
    """Each slide with its number before it."""
    made = slides(told, board)
    return [f"[{number}/{len(made)}]\n" + "\n".join(one) for number, one in enumerate(made, 1)]
