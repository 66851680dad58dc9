"""Cuts the clauses of a message into the pieces that may be wishes of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.matching.clauses import asks
from knowledge.matching.pieces import AGAIN, Piece
from knowledge.matching.queries import Query
from knowledge.matching.several import Segment, goes_on, segments
from knowledge.matching.shared_deeds import tells_loss, with_shared_deed
from knowledge.matching.together import Together


class Parting(Together):
    """Cuts messages into pieces."""

    def _all_pieces(self, rows: Sequence[Query], *, listed: bool) -> list[Piece]:
        """The pieces of all clauses; a wish that the next clause goes on from is joined to it."""
        pieces: list[Piece] = []
        for row in rows:
            if pieces and goes_on(row.typed) and wants(pieces[-1].query):
                pieces[-1] = replace(pieces[-1], joined=True)
            pieces += self._pieces(row, listed=listed)
        return pieces

    def _pieces(self, row: Query, *, listed: bool = False) -> Iterator[Piece]:
        """The parts of a clause that can be wishes of their own."""
        if listed and row.typed and row.typed[0].isdigit():
            row = self.reader.query(row.typed[1:])
        cut = segments(row.typed)
        for segment in cut:
            alone = len(cut) == 1
            query = row if alone else self.reader.query(segment.words)
            if query.aside or (not segment.firm and _goes_on_aside(row, segment)):
                continue
            words = row.raw if alone and not segment.start else " ".join(segment.words)
            deed = with_shared_deed(row.typed, segment.words) if segment.start else None
            shared = self.reader.query(deed) if deed else None
            yield Piece(query, words, segment.joined or listed, segment.firm, shared)


def wants(query: Query) -> bool:
    """True for a clause that asks, or that tells of a lost paper: one wants it anew."""
    return asks(query) or AGAIN in query.facets.has or tells_loss(query.typed)


def _goes_on_aside(row: Query, segment: Segment) -> bool:
    """True for a piece within an aside of its clause: "để làm hộ chiếu và đi Nhật"."""
    inside = range(segment.start, segment.start + len(segment.words))
    rows = [(t.weight, b) for t, b in zip(row.terms, row.beside, strict=True) if t.at in inside]
    return sum(w for w, beside in rows if beside) > sum(w for w, _ in rows) / 2
