"""Questions that are answered in one line: is a paper needed, may it be posted."""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.matching.paper_questions import HOUSEHOLD, IDENTITY, PaperQuestion, paper_question
from knowledge.procedures import Procedure, RequiredDocument, SubmissionWay
from knowledge.text.folding import fold, word_set, words

_SMALL: Final = word_set("to tam cai ban giay phieu cua minh em toi gi nao goc chinh sao the")
"""Words of a paper's name that tell it from no other."""
_SAME: Final = (
    (re.compile(rf"\b(?:the )?{IDENTITY}\b"), "can cuoc"),
    (re.compile(rf"\b{HOUSEHOLD}\b"), "noi cu tru"),
    (re.compile(r"\bdang ky ket hon\b"), "ket hon"),
)  # fmt: skip
"""What people call a paper, and words by which the lists name it: nobody issues the book of a
household any more, where one lives is looked up."""
_OF: Final = re.compile(
    r"\bcua (?:vo chong|vo|chong|cha me|cha|bo me|bo|me|con|ong|ba|chu nha|chu ho|hai|ca)\b.*$"
)
"""Whose paper it is, which no list says in the same words."""
_UNDER: Final = (
    (re.compile(r"\b(?:so do|so hong|giay to nha|giay nha|hop dong)\b"), "cho o hop phap"),
    (re.compile(r"\b(?:khai sinh|ket hon)\b"), "chung minh quan he"),
)
"""Papers and what the lists ask to be proved by one of them."""
_POSTED: Final = re.compile(r"\b(?:buu (?:dien|chinh|pham)|chuyen phat|ship)\b")


NEAR: Final = 0.5
FEWEST: Final = 4
"""Words a paper's name needs for half of them to be two."""


class AskedPaper(PaperQuestion):
    """A paper asked for, and where it stands among those of a record."""

    __slots__ = ()

    def among(self, rows: Sequence[RequiredDocument]) -> list[RequiredDocument]:
        """The papers of a record that are this one."""
        return [] if _OF.search(fold(self.name)) else self._named(rows, 1)

    def near(self, rows: Sequence[RequiredDocument]) -> list[RequiredDocument]:
        """Papers that may be it by another name: half of the words, two at least.

        So may be what it is a proof of: "sổ đỏ" of a lawful dwelling.
        """
        named = self._named(rows, NEAR if len(self._words) >= FEWEST else 1)
        return named or [row for row in rows if self._proves(fold(row.name))]

    def _named(self, rows: Sequence[RequiredDocument], least: float) -> list[RequiredDocument]:
        return [row for row in rows if self._share(row) >= least]

    def _proves(self, row: str) -> bool:
        name = fold(self.name)
        return any(paper.search(name) and proved in row for paper, proved in _UNDER)

    @property
    def _words(self) -> list[str]:
        name = _OF.sub("", fold(self.name))
        for pattern, same in _SAME:
            name = pattern.sub(same, name)
        said = (word for word in name.split() if word not in _SMALL)
        return ["anh" if word == "hinh" else word for word in said]

    def _share(self, row: RequiredDocument) -> float:
        """Share of the words that stand in the paper's name; pictures go by two words."""
        said = self._words
        known = {"anh" if word == "hinh" else word for word in fold(row.name).split()}
        return sum(word in known for word in said) / len(said) if said else 0


def asked_paper(text: str) -> AskedPaper | None:
    """The paper asked about in a yes-or-no question."""
    asked = paper_question(words(text))
    return AskedPaper(asked.name, asked.alone) if asked else None


def asks_post(text: str) -> bool:
    """True when the words ask about the post."""
    return _POSTED.search(fold(text)) is not None


def posted(procedure: Procedure) -> bool | None:
    """Whether the record knows the post as a way; None where it knows of no way at all."""
    return SubmissionWay.POST in procedure.ways if procedure.ways else None
