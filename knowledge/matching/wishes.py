"""Several wishes in one message: procedures, routes and cards, each answered or named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.matching.candidates import COVERED, FOUND, OFFICIAL, SURFACE, Ranked
from knowledge.matching.clauses import Clauses, asks
from knowledge.matching.guides import INTENTS
from knowledge.matching.opening import whose_hours
from knowledge.matching.outcomes import CardFound, Intent, Match, RouteFound, Several, Wish
from knowledge.matching.queries import Query
from knowledge.matching.several import Segment, segments
from knowledge.matching.standing import OUTSIDE
from knowledge.text.folding import fold_word, word_set
from knowledge.text.lexicon import Openings

BARE_SEGMENT: Final = 1.5
"""Full words a piece of a message needs to be a wish of its own."""
HOLDS_ALL: Final = 0.95
HOLDS_MOST: Final = 0.9
"""Share of the words from which one procedure is the answer to all of a message."""
NAMED: Final = 0.75
HALF_NAMED: Final = 0.495
"""Share of an official name that a wish among several says: "khai sinh" is half of
"đăng ký khai sinh", and which side of the half it falls on must not hang on an added card."""
INSIDE: Final = 0.3
"""Probability of being about nothing of the catalogue under which a piece is a sure wish."""
_NO_WISH: Final = frozenset({Intent.SMALLTALK, Intent.DOSSIER, Intent.EMERGENCY})
"""Cards that answer no second question: thanks, and what has a flow or a voice of its own."""

LIKELY: Final = 0.7
"""Confidence from which a joined wish that is not sure is still named as asked."""
SPOKEN: Final = 0.75
"""Likeness of a piece and a route's or card's phrase from which it asks for that: "công an" in
passing is no theft told, nor "cấp lại hai thứ này" a lost diploma."""
LEAST: Final = 1.0
"""Full words such a piece needs."""

_REPORTS: Final = Openings((("báo",), ("phản", "ánh"), ("báo", "giùm"), ("phản", "ảnh")))
_DEEDS: Final = Openings((
    ("báo",), ("phản", "ánh"), ("sang", "tên"), ("tách", "thửa"), ("tách", "sổ"), ("tách", "khẩu"),
    ("chuyển", "khẩu"), ("chuyển", "hộ", "khẩu"), ("nhập", "khẩu"), ("rút", "bhxh"),
))  # fmt: skip
"""How a piece opens that is a second thing to do, not a second paper to bring."""
_OPENS: Final = word_set("can muon xin doi lam dang cap nop")
_HEAD: Final = 2
"""Words at the start of a clause in which a list's item says that it is wanted."""
REPORTED: Final = 0.5
"""Likeness from which a piece that says it reports is a report: where it is, is told too."""

Led = Callable[[Query], RouteFound | CardFound | None]
"""Where a piece leads that names no procedure surely."""


@dataclass(frozen=True, slots=True)
class _Piece:
    query: Query
    words: str
    """As it was written, or close to it."""
    joined: bool
    """True if a joining word links it to another of its clause."""
    firm: bool
    """True if it comes after what joins nothing but a second wish."""

    @property
    def full(self) -> bool:
        """True if it says enough to be a wish of its own."""
        return self.query.weight >= BARE_SEGMENT

    @property
    def asked(self) -> bool:
        """True for a question or wish, not a second paper: "bằng lái và sổ hộ khẩu cũ"."""
        return self.firm or bool(self.query.parts) or asks(self.query) or self.told_to_do

    @property
    def told_to_do(self) -> bool:
        """True if it opens with a deed or a report: "sang tên sổ đỏ", "báo đèn đường hư"."""
        return _DEEDS.length_at(self.query.typed, 0) > 0 if self.query.typed else False

    @property
    def reported(self) -> bool:
        """True if it says that it reports something."""
        return _REPORTS.length_at(self.query.typed, 0) > 0 if self.query.typed else False


class Wishes(Clauses):
    """Reads the wishes of a message apart."""

    def _several(
        self, rows: Sequence[Query], ranked: Ranked, led: Led, visible: frozenset[str] | None
    ) -> Several | None:
        """The wishes of a message that has two or more; what one procedure holds is one."""
        pieces = [piece for row in rows for piece in self._pieces(row)]
        if len(pieces) < 2:
            return None
        found: dict[str, Wish] = {}
        unread: list[str] = []
        firm = False
        for piece, wish in self._read_pieces(pieces, led, visible):
            if wish:
                key = wish.code if isinstance(wish, Match) else wish.key
                found.setdefault(key, wish)
            elif piece.full and self._is_left(piece, visible) and not piece.query.background:
                unread.append(piece.words)
                firm = firm or piece.firm
        several = Several(tuple(found.values()), tuple(dict.fromkeys(unread)))
        enough = len(found) > 1 or (len(found) == 1 and firm)
        return several if enough and not self._is_one(ranked, several) else None

    def _is_left(self, piece: _Piece, visible: frozenset[str] | None) -> bool:
        """True for a question or a likely wish that is named though not taken up."""
        wanted = piece.joined and asks(piece.query)
        likely = wanted and self.rank(piece.query, visible).confidence >= LIKELY
        return bool(piece.query.parts) or likely

    def _read_pieces(
        self, pieces: Sequence[_Piece], led: Led, visible: frozenset[str] | None
    ) -> list[tuple[_Piece, Wish | None]]:
        """Each piece with its wish; beside a joined wish a clause of its own may be one too."""
        read = [(piece, self._wish(piece, led, visible)) for piece in pieces]
        if not any(piece.joined and piece.asked and wish for piece, wish in read):
            return read
        return [(piece, wish or self._listed(piece, visible)) for piece, wish in read]

    def _listed(self, piece: _Piece, visible: frozenset[str] | None) -> Match | None:
        """What a clause wants that stands in a list: "cần độc thân, đổi cccd với …"."""
        query = piece.query
        opens = not _OPENS.isdisjoint(map(fold_word, query.typed[:_HEAD]))
        if not piece.full or query.background or not opens:
            return None
        ranked = self.rank(query, visible)
        sure = self._is_sure(ranked)
        return Match(ranked.procedures[0].entry.key, ranked.confidence) if sure else None

    def _is_one(self, ranked: Ranked, several: Several) -> bool:
        """True when one procedure speaks to all or nearly all that was said."""
        if not ranked.procedures:
            return False
        first, codes = ranked.procedures[0], {match.code for match in several.matches}
        elsewhere = len(several.wishes) > len(codes)
        if elsewhere and first.features[OFFICIAL] < NAMED:
            return False
        if len(codes) > 1 and first.features[FOUND] >= HOLDS_ALL:
            return True
        return first.entry.key not in codes and first.features[FOUND] >= HOLDS_MOST

    def _wish(self, piece: _Piece, led: Led, visible: frozenset[str] | None) -> Wish | None:
        """What a piece asks for, where that is sure."""
        query = piece.query
        if hours := self._hours(query):
            return hours[0]
        ranked = self.rank(query, visible)
        if piece.full and (piece.joined or query.parts) and self._is_sure(ranked):
            part = query.asked[0] if query.asked else None
            return Match(ranked.procedures[0].entry.key, ranked.confidence, part=part)
        spoken = REPORTED if piece.reported else SPOKEN
        if query.weight >= LEAST and piece.asked and _is_spoken(ranked, spoken):
            guide = led(query)
            return guide if guide and self._answers(guide) else None
        card = self.guides.said_card(query) if piece.asked or not piece.joined else None
        if card is None or (query.parts and not piece.full):
            return None
        told = CardFound(card.key)
        return told if self._answers(told) else None

    def _hours(self, query: Query) -> tuple[CardFound, Intent] | None:
        """The card of the hours asked: ours, or that we do not know another place's."""
        place = whose_hours(query.typed)
        card = self.guides.cards.get(place.value) if place else None
        return (CardFound(card.key), INTENTS[card.intent]) if card else None

    def _answers(self, guide: RouteFound | CardFound) -> bool:
        if isinstance(guide, RouteFound):
            return guide.key != OUTSIDE
        return INTENTS[self.guides.cards[guide.key].intent] not in _NO_WISH

    def _pieces(self, row: Query) -> Iterator[_Piece]:
        """The parts of a clause that can be wishes of their own."""
        cut = segments(row.typed)
        for segment in cut:
            alone = len(cut) == 1
            query = row if alone else self.reader.query(segment.words)
            if query.aside or (not segment.firm and _goes_on_aside(row, segment)):
                continue
            words = row.raw if alone and not segment.start else " ".join(segment.words)
            yield _Piece(query, words, segment.joined, segment.firm)

    def _is_sure(self, ranked: Ranked) -> bool:
        if not ranked.procedures or ranked.confidence < self.calibration.sure:
            return False
        features = ranked.procedures[0].features
        named = features[FOUND] >= NAMED and features[OFFICIAL] >= HALF_NAMED
        return named and self.calibration.out_of_scope(ranked.signs) < INSIDE


def _is_spoken(ranked: Ranked, alike: float) -> bool:
    """True when the phrase of a route or card is said in full, with little else."""
    if not ranked.guides:
        return False
    features = ranked.guides[0].features
    return features[SURFACE] >= alike and features[COVERED] >= HOLDS_MOST


def _goes_on_aside(row: Query, segment: Segment) -> bool:
    """True for a piece within an aside of its clause: "để làm hộ chiếu và đi Nhật"."""
    inside = range(segment.start, segment.start + len(segment.words))
    rows = [(t.weight, b) for t, b in zip(row.terms, row.beside, strict=True) if t.at in inside]
    return sum(w for w, beside in rows if beside) > sum(w for w, _ in rows) / 2
