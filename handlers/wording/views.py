"""How a part is looked at, and what the writers of parts share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from handlers.messages import Block, Item, Paragraph
from knowledge.commune import Commune
from knowledge.procedures import Procedure


@dataclass(frozen=True, slots=True)
class View:
    """How a part is looked at: the case the words named, and whether in brief."""

    case: str | None = None
    brief: bool = False


Writer = Callable[[Procedure, Commune, View], list[Block]]


ASKED = " (trường hợp anh/chị hỏi)"
"""Marks the case somebody asked about."""


class Cased(Protocol):
    """A row of a record that may hold for one case only."""

    @property
    def case(self) -> str | None:
        """Key of its case, None when it always holds."""


def case_label(procedure: Procedure, key: str | None) -> str:
    """The case in the citizen's words, empty when there is none."""
    return next((case.label for case in procedure.cases if case.key == key), "")


def with_case(procedure: Procedure, row: Cased, asked: str | None, text: str) -> str:
    """The text after its case, the asked one marked as such."""
    label = case_label(procedure, row.case)
    if not label:
        return text
    mine = ASKED if asked and row.case == asked else ""
    return f"{label[:1].upper()}{label[1:]}{mine}: {text}"


def in_order(rows: Sequence[Cased], asked: str | None) -> list[int]:
    """Indexes with the asked case first; the rest keep the record's order."""
    return sorted(range(len(rows)), key=lambda i: asked is not None and rows[i].case != asked)


def lines_of(texts: list[str]) -> list[Block]:
    """One text as a paragraph, several as a list."""
    if len(texts) == 1:
        return [Paragraph(texts[0])]
    return [Item(text) for text in texts]
