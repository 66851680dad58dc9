"""Several wishes in one message: procedures, routes and cards, each answered or named."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from knowledge.matching.candidates import COVERED, FOUND, OFFICIAL, SURFACE, Ranked
from knowledge.matching.clauses import asks
from knowledge.matching.guides import INTENTS
from knowledge.matching.opening import whose_hours
from knowledge.matching.outcomes import (
    CardFound,
    Intent,
    Match,
    RouteFound,
    Several,
    Wish,
)
from knowledge.matching.parting import Parting, wants
from knowledge.matching.pieces import AGAIN, Piece
from knowledge.matching.plainly import exact_keys
from knowledge.matching.queries import Query
from knowledge.matching.several import itemised
from knowledge.matching.shared_deeds import tells_loss
from knowledge.matching.standing import OUTSIDE
from knowledge.matching.together import HOLDS_ALL, HOLDS_MOST, LIKELY, NAMED, holds, quoted

HALF_NAMED: Final = 0.495
"""Share of an official name that a wish among several says: "khai sinh" is half of
"đăng ký khai sinh", and which side of the half it falls on must not hang on an added card."""
INSIDE: Final = 0.3
"""Probability of being about nothing of the catalogue under which a piece is a sure wish."""
_NO_WISH: Final = frozenset({Intent.SMALLTALK, Intent.DOSSIER, Intent.EMERGENCY})
"""Cards that answer no second question: thanks, and what has a flow or a voice of its own."""

PLAINLY: Final = 0.9
"""Confidence of a procedure named in a list by nothing but its name."""
SPOKEN: Final = 0.75
"""Likeness of a piece and a route's or card's phrase from which it asks for that: "công an" in
passing is no theft told, nor "cấp lại hai thứ này" a lost diploma."""
LEAST: Final = 1.0
"""Full words such a piece needs."""

WISHED: Final = 0.795
"""Confidence from which a piece of a message is a wish: beside another a name tells enough."""
REPORTED: Final = 0.5
"""Likeness from which a piece that says it reports is a report: where it is, is told too."""

Led = Callable[[Query], RouteFound | CardFound | None]
"""Where a piece leads that names no procedure surely."""


class Wishes(Parting):
    """Reads the wishes of a message apart."""

    def _several(
        self, rows: Sequence[Query], ranked: Ranked, led: Led, visible: frozenset[str] | None
    ) -> Several | Match | None:
        """The wishes of a message that has two or more; what one procedure holds is one."""
        listed = len(rows) > 2 and itemised([row.raw for row in rows])
        pieces = self._all_pieces(rows, listed=listed)
        if len(pieces) < 2 or self._is_single(pieces, ranked, led, visible):
            return None
        found: dict[str, Wish] = {}
        left: list[Piece] = []
        for piece, wish in self._read_pieces(pieces, led, visible):
            if wish:
                key = wish.code if isinstance(wish, Match) else wish.key
                found.setdefault(key, wish)
            elif not piece.full or piece.query.background:
                continue
            elif likely := self._likely(piece, visible):
                found.setdefault(likely.code, likely)
            else:
                left.append(piece)
        left = [piece for piece in left if self._is_left(piece, found, visible)]
        for bundle in self.bundles if found else ():
            if whole := self._bundled(bundle, pieces, found, left, ranked, visible):
                return whole
        several = Several(tuple(found.values()), quoted(left))
        wanted = any(
            piece.firm
            or (piece.joined and not piece.shared and wants(piece.query))
            or (piece.joined and asks(piece.query))
            for piece in left
        )
        enough = len(found) > 1 or (len(found) == 1 and wanted)
        return several if enough and not self._is_one(ranked, several) else None

    def _is_single(
        self,
        pieces: Sequence[Piece],
        ranked: Ranked,
        led: Led,
        visible: frozenset[str] | None,
    ) -> bool:
        """True where no second wish can be found: most pieces then need not be ranked.

        A piece that nothing joins to another is a wish itself, may be one of a list, or is none.
        """
        if any(piece.joined or piece.firm or piece.shared for piece in pieces):
            return False
        if any(holds(ranked, bundle.code) for bundle in self.bundles):
            return False
        likely = [piece for piece in pieces if self._may_be_wish(piece)]
        left = len(likely)
        for piece in likely:
            if left > 1 and not (self._may_be_listed(piece) or self._wish(piece, led, visible)):
                left -= 1
        return left < 2

    def _may_be_wish(self, piece: Piece) -> bool:
        """False for a piece of no joined wish that says too little to be one."""
        query = piece.query
        if self._may_be_listed(piece):
            return True
        said = (piece.full and query.parts) or (query.weight >= LEAST and piece.asked)
        spoken = said or self._hours(query) or self.guides.said_card(query)
        return bool(spoken) and not piece.has

    def _is_left(
        self, piece: Piece, found: Mapping[str, Wish], visible: frozenset[str] | None
    ) -> bool:
        """True for a question or a likely wish that is named though not taken up."""
        if piece.query.parts:
            return True
        if not piece.joined or not found:
            return False
        ranked = self.rank(piece.query, visible)
        if ranked.confidence >= LIKELY:
            return ranked.procedures[0].entry.key not in found
        likely = len(found) > 1 and ranked.confidence >= self.calibration.ask
        return (piece.opens or likely) and not piece.has

    def _likely(self, piece: Piece, visible: frozenset[str] | None) -> Match | None:
        """What a joined piece wants that says more besides, where nothing else fits as well."""
        if not piece.joined or not (piece.opens or piece.query.parts):
            return None
        ranked = self.rank(piece.query, visible)
        torn = self._is_tied(ranked) or (ranked.family is not None and ranked.family.close)
        if torn or ranked.confidence < WISHED:
            return None
        if self.calibration.out_of_scope(ranked.signs) >= INSIDE:
            return None
        part = piece.query.asked[0] if piece.query.asked else None
        return Match(ranked.procedures[0].entry.key, ranked.confidence, part=part)

    def _read_pieces(
        self, pieces: Sequence[Piece], led: Led, visible: frozenset[str] | None
    ) -> list[tuple[Piece, Wish | None]]:
        """Each piece with its wish; beside a joined wish a clause of its own may be one too."""
        read = [(piece, self._wish(piece, led, visible)) for piece in pieces]
        read = self._done_alike(read, led, visible)
        if not any(piece.joined and wish for piece, wish in read):
            begun = [wish is not None or piece.begins for piece, wish in read]
            named = [self._may_be_listed(piece) for piece, _ in read]
            told = any(
                piece.full and not (one or two)
                for (piece, _), one, two in zip(read, begun, named, strict=True)
            )
            if sum(one or (two and not told) for one, two in zip(begun, named, strict=True)) < 2:
                return read
        return [(piece, wish or self._listed(piece, visible)) for piece, wish in read]

    def _done_alike(
        self, read: Sequence[tuple[Piece, Wish | None]], led: Led, visible: frozenset[str] | None
    ) -> list[tuple[Piece, Wish | None]]:
        """The same, where a paper named after a wish is one by that wish's deed."""
        done: list[tuple[Piece, Wish | None]] = []
        for piece, wish in read:
            if piece.shared is None or not done or done[-1][1] is None:
                done.append((piece, wish))
                continue
            alike = replace(piece, query=piece.shared)
            meant = wish or self._wish(alike, led, visible, deed=True)
            if isinstance(meant, Match) and tells_loss(piece.shared.typed):
                meant = meant if self._renews(meant.code) else None
            done.append((alike, meant))
        return done

    def _renews(self, code: str) -> bool:
        """True for a procedure that gives a paper anew."""
        return any(one.key == code and AGAIN in one.own for one in self.index.entries)

    def _gives(self, ranked: Ranked, query: Query) -> bool:
        """False for a paper told to be lost whose first issue was found."""
        return AGAIN not in query.facets.has or AGAIN in ranked.procedures[0].entry.own

    def _listed(self, piece: Piece, visible: frozenset[str] | None) -> Match | None:
        """What a clause wants that stands in a list: "cần độc thân, đổi cccd với …"."""
        query = piece.query
        if not self._may_be_listed(piece):
            return None
        if code := self._plainly(query, visible):
            return Match(code, PLAINLY)
        ranked = self.rank(query, visible)
        sure = self._is_sure(ranked) and self._gives(ranked, query)
        return Match(ranked.procedures[0].entry.key, ranked.confidence) if sure else None

    def _may_be_listed(self, piece: Piece) -> bool:
        """True for a clause that begins with a wish or a deed, or is no more than a name."""
        query = piece.query
        if not piece.full or query.background or piece.shared:
            return False
        if piece.begins:
            return True
        names = (self.by_plain, self.guides.families_by_plain)
        return any(key in one for key in exact_keys(query.typed) for one in names)

    def _plainly(self, query: Query, visible: frozenset[str] | None) -> str | None:
        """The procedure whose name or alias is all that was said."""
        codes = (self.by_plain.get(key) for key in exact_keys(query.typed))
        code = next((code for code in codes if code), None)
        return code if code and (visible is None or code in visible) else None

    def _is_one(self, ranked: Ranked, several: Several) -> bool:
        """True when one procedure speaks to all or nearly all that was said."""
        if not ranked.procedures:
            return False
        first, codes = ranked.procedures[0], {match.code for match in several.matches}
        elsewhere = len(several.wishes) > len(codes)
        if elsewhere and first.features[OFFICIAL] < NAMED:
            return False
        each_asked = all(match.part for match in several.matches)
        if len(codes) > 1 and first.features[FOUND] >= HOLDS_ALL:
            return first.entry.key not in codes and not each_asked
        return first.entry.key not in codes and first.features[FOUND] >= HOLDS_MOST

    def _wish(
        self, piece: Piece, led: Led, visible: frozenset[str] | None, *, deed: bool = False
    ) -> Wish | None:
        """What a piece asks for, where that is sure."""
        query = piece.query
        if piece.has:
            return None
        if hours := self._hours(query):
            return hours[0]
        if piece.full and (piece.joined or query.parts):
            ranked = self.rank(query, visible)
            if self._is_sure(ranked) and self._gives(ranked, query):
                part = query.asked[0] if query.asked else None
                return Match(ranked.procedures[0].entry.key, ranked.confidence, part=part)
        spoken = REPORTED if piece.reported else SPOKEN
        leads = query.weight >= LEAST and (piece.asked or deed)
        if leads and _is_spoken(self.rank(query, visible), spoken):
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

    def _is_sure(self, ranked: Ranked) -> bool:
        if not ranked.procedures or ranked.confidence < WISHED:
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
