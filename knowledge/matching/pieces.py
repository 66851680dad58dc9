"""A piece of a message that may be a wish of its own, and what speaks for it."""

from dataclasses import dataclass
from typing import Final

from knowledge.matching.clauses import asks
from knowledge.matching.queries import Query
from knowledge.text.folding import fold_word, word_set
from knowledge.text.lexicon import Openings

BARE_SEGMENT: Final = 1.5
"""Full words a piece of a message needs to be a wish of its own."""
AGAIN: Final = "again"
"""Facet of a procedure that gives a paper anew."""
_REPORTS: Final = Openings((("báo",), ("phản", "ánh"), ("báo", "giùm"), ("phản", "ảnh")))
_DEEDS: Final = Openings((
    ("báo",), ("phản", "ánh"), ("sang", "tên"), ("tách", "thửa"), ("tách", "sổ"), ("tách", "khẩu"),
    ("chuyển", "khẩu"), ("chuyển", "hộ", "khẩu"), ("nhập", "khẩu"), ("rút", "bhxh"),
))  # fmt: skip
"""How a piece opens that is a second thing to do, not a second paper to bring."""
_OPENS: Final = word_set("can muon xin doi lam dang cap nop")
_HAS: Final = "co"
"""What tells of a paper one has: "em có giấy khai sinh"."""
_HEAD: Final = 2
"""Words at the start of a clause in which a list's item says that it is wanted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece as it was read."""

    query: Query
    words: str
    """As it was written, or close to it."""
    joined: bool
    """True if a joining word links it to another of its clause."""
    firm: bool
    """True if it comes after what joins nothing but a second wish."""
    shared: Query | None = None
    """Read with the deed of the piece before it: "(đổi) hộ chiếu"."""

    @property
    def full(self) -> bool:
        """True if it says enough to be a wish of its own."""
        return self.query.weight >= BARE_SEGMENT

    @property
    def asked(self) -> bool:
        """True for a question or wish, not a second paper: "bằng lái và sổ hộ khẩu cũ"."""
        lost = self.joined and AGAIN in self.query.facets.has
        return self.firm or lost or bool(self.query.parts) or asks(self.query) or self.told_to_do

    @property
    def opens(self) -> bool:
        """True if it begins with a wish: "xin trợ cấp cho mẹ"."""
        return not _OPENS.isdisjoint(map(fold_word, self.query.typed[:_HEAD]))

    @property
    def begins(self) -> bool:
        """True for a clause of its own that begins with a wish or a deed."""
        alone = self.full and not self.query.background and not self.shared
        return alone and (self.opens or self.told_to_do)

    @property
    def has(self) -> bool:
        """True if it tells what one has: "em có giấy khai sinh" is no wish."""
        return not self.asked and _HAS in map(fold_word, self.query.typed[:_HEAD])

    @property
    def told_to_do(self) -> bool:
        """True if it opens with a deed or a report: "sang tên sổ đỏ", "báo đèn đường hư"."""
        return _DEEDS.length_at(self.query.typed, 0) > 0 if self.query.typed else False

    @property
    def reported(self) -> bool:
        """True if it says that it reports something."""
        return _REPORTS.length_at(self.query.typed, 0) > 0 if self.query.typed else False
