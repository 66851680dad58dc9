"""From candidates to an outcome: family, tie, match, route, card or none."""

from typing import Final

from knowledge.guidance import Family
from knowledge.matching import guides as guiding
from knowledge.matching.bribes import wants_money
from knowledge.matching.calibration import SIGNS
from knowledge.matching.candidates import COVERED, FOUND, OFFICIAL, Ranked
from knowledge.matching.clauses import CERTAIN
from knowledge.matching.dialogue import BARE
from knowledge.matching.guides import INTENTS, FamilyFit, Key, option_of, route_intent
from knowledge.matching.index import Entry, Source
from knowledge.matching.letters import cannot_read
from knowledge.matching.outcomes import (
    Ambiguous,
    Candidate,
    CardFound,
    Intent,
    Match,
    NoMatch,
    Option,
    Outcome,
    ProcedureOption,
    RouteFound,
)
from knowledge.matching.queries import Query
from knowledge.matching.ranking import FEATURES, Scored
from knowledge.matching.standing import OUTSIDE, stands
from knowledge.matching.wishes import Wishes

_OTHERS: Final = 3
_OFFERED: Final = 5
_COUSINS: Final = 8
COUSIN: Final = 0.8
"""Share of the words a procedure outside a family must speak to, to be offered with it."""
_NEAR: Final = 0.55
"""Score within which a procedure is as likely as the first: asked back, not guessed."""
_NOTHING: Final = (NoMatch(), Intent.UNKNOWN)
FAMILY_OUT: Final = 0.6
"""Probability of `outside` up to which a family that was named is still asked back."""
SAID: Final = 0.95
"""Share of a procedure's way of putting it that is as good as all of it."""
SAID_AS_MUCH: Final = 0.6
"""Share of a route's or card's own phrase from which it stands against such a procedure."""
NAMED_AT_ALL: Final = 0.4
"""Share of the message such a procedure must speak to."""
DOUBTFUL: Final = 0.4
"""What is left of the threshold when a word names what no office does: a pet, a song."""
_MISSING: Final = FEATURES.index("missing")
AHEAD: Final = 1.5
"""By how much more than any route's or card's a procedure's score speaks for it."""
_LEAD: Final = SIGNS.index("lead")
_MARGIN: Final = SIGNS.index("margin")
FAR: Final = 3.0
"""Score by which a certain first candidate leads that is not asked back: the sign's own ceiling."""
_GUIDE_COVERED: Final = SIGNS.index("guide_covered")
_OFFTOPIC: Final = SIGNS.index("offtopic")
SILENT: Final = 0.6
"""Full words under which a message outside any conversation names no matter."""
ALONE: Final = 0.6
"""Confidence from which the only candidate is answered: there is nothing to ask back."""
NO_LETTERS: Final = "khong_biet_chu"
"""Key of the card for who cannot read or write."""
BEREAVEMENT: Final = "nguoi_than_mat"
"""Key of the life event that lists what a death brings."""


class Decider(Wishes):
    """Decides what one message, taken alone, means."""

    def _decide(
        self, whole: Query, rows: list[Query], visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        if exact := self._bribed(whole) or self._exact(whole, visible):
            return exact
        if whole.weight < SILENT and not whole.death:
            return self._said(whole, rows) or _NOTHING
        ranked = self.rank(whole, visible)
        if "notary" in whole.facets.has and (guide := _notary(ranked)):
            return self._guide(guide)
        bereaved = whole.death and whole.weight < BARE
        several = self._several(rows, ranked, lambda query: self._led(query, visible), visible)
        if asked := several or (bereaved and self._bereaved(visible)):
            return asked, Intent.PROCEDURE
        ranked = self._best_clause(ranked, whole, rows, visible)
        fit = ranked.family
        if (
            fit
            and fit.close
            and self._may_be_family(ranked)
            and self._asks_back(fit, ranked, whole)
        ):
            return self._family(fit.family, ranked, visible), Intent.PROCEDURE
        found = self._from_ranked(ranked, whole)
        if whole.death and self._unheard(found[0], whole):
            found = self._bereaved(visible) or found[0], found[1]
        return (self._said(whole, rows) or found) if isinstance(found[0], NoMatch) else found

    def _led(self, query: Query, visible: frozenset[str] | None) -> RouteFound | CardFound | None:
        """The route or card that a piece of a message leads to."""
        found = self._exact(query, visible) or self._from_ranked(self.rank(query, visible), query)
        return found[0] if isinstance(found[0], RouteFound | CardFound) else None

    def _unheard(self, outcome: Outcome, whole: Query) -> bool:
        """True for an answer that passes a death over."""
        if isinstance(outcome, RouteFound):
            return "death" in whole.facets.has or outcome.key == OUTSIDE
        return isinstance(outcome, NoMatch)

    def _said(self, whole: Query, rows: list[Query]) -> tuple[Outcome, Intent] | None:
        """The card whose phrase the message, or one of its clauses, says; thanks come last."""
        if cannot_read(whole.typed) and NO_LETTERS in self.guides.cards:
            return CardFound(NO_LETTERS), Intent.INFO
        found = [card for query in (whole, *rows) if (card := self.guides.said_card(query))]
        found.sort(key=lambda card: card.intent == Intent.SMALLTALK)
        return (CardFound(found[0].key), INTENTS[found[0].intent]) if found else None

    def _bribed(self, whole: Query) -> tuple[Outcome, Intent] | None:
        """The road of a denunciation, when an official wants money for the work."""
        asked = wants_money(whole.typed)
        return (self._card_with(Intent.DENUNCIATION), Intent.DENUNCIATION) if asked else None

    def _card_with(self, intent: Intent) -> Outcome:
        cards = (one for one in self.guides.guidance.cards if one.intent == intent.value)
        return next((CardFound(card.key) for card in cards), NoMatch())

    def _bereaved(self, visible: frozenset[str] | None) -> Ambiguous | None:
        """A death told and nothing asked by name: what a family then needs."""
        event = self.guides.events.get(BEREAVEMENT)
        codes = event.codes if event else ()
        options = [
            ProcedureOption(c, self.procedures[c].title[:60]) for c in codes if c in self.procedures
        ]
        kept = tuple(option for option in options if self._offered(option, visible))
        return Ambiguous(kept) if len(kept) > 1 else None

    def _exact(self, query: Query, visible: frozenset[str] | None) -> tuple[Outcome, Intent] | None:
        found = (self._keyed(key, query, visible) for key in guiding.exact_keys(query.typed))
        return next((one for one in found if one is not None), None) or self._hours(query)

    def _keyed(
        self, key: Key, query: Query, visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent] | None:
        """What is said by these very words."""
        if family := self.guides.families_by_plain.get(key):
            return self._family(family, None, visible), Intent.PROCEDURE
        if (code := self.by_plain.get(key)) and (visible is None or code in visible):
            return self._named(code, query, visible), Intent.PROCEDURE
        if card := self.guides.cards_by_plain.get(key):
            return CardFound(card.key), INTENTS[card.intent]
        route = self.guides.routes_by_plain.get(key)
        if route and not self._has_record(query, visible):
            return RouteFound(route.key), route_intent(route)
        return None

    def _named(self, code: str, query: Query, visible: frozenset[str] | None) -> Match:
        """A procedure said by its very name or alias."""
        ranked = self.rank(query, visible)
        near = [row.entry.key for row in ranked.procedures if row.entry.key != code]
        others = tuple(Candidate(other, 0.0) for other in near[:_OTHERS])
        return Match(code, max(0.9, ranked.confidence), others)

    def _asks_back(self, fit: FamilyFit, ranked: Ranked, whole: Query) -> bool:
        """True unless the first candidate is named in full or is none of the options."""
        if not ranked.procedures:
            return True
        first = ranked.procedures[0]
        of_age = not (whole.facets.has & {"elderly"}) - first.entry.allowed
        if of_age and self._named_in_full(ranked) and fit.words <= first.entry.official:
            return False
        if self.calibration.ambiguous(ranked.signs) < self.calibration.family:
            return False
        return any(option.code == first.entry.key for option in fit.family.options)

    def _cousins(self, family: Family, ranked: Ranked, room: int) -> list[Option]:
        """Near procedures the family does not list, such as one only this commune publishes."""
        listed = {option.code for option in family.options}
        near = [
            row.entry
            for row in ranked.procedures[:_COUSINS]
            if row.entry.key not in listed and row.features[FOUND] >= COUSIN
        ]
        return [self._label(entry) for entry in near[: max(0, room)]]

    def _has_record(self, query: Query, visible: frozenset[str] | None) -> bool:
        """True when an active record is about all that was said: it goes before a route."""
        ranked = self.rank(query, visible)
        if not ranked.procedures:
            return False
        features = ranked.procedures[0].features
        named = features[OFFICIAL] >= 0.5 and features[FOUND] >= 0.9 and not features[_MISSING]
        return named and ranked.confidence >= self.calibration.ask

    def _family(
        self, family: Family, ranked: Ranked | None, visible: frozenset[str] | None
    ) -> Outcome:
        """The options of `family`: as written, or the best ranked first."""
        options = [option_of(option) for option in family.options]
        kept = [option for option in options if self._offered(option, visible)]
        if ranked and ranked.procedures:
            first = ranked.procedures[0].entry.key
            kept.sort(key=lambda o: getattr(o, "code", "") != first)
        if len(kept) < 2:
            return _outcome_of(kept[0]) if kept else NoMatch()
        if ranked:
            kept += self._cousins(family, ranked, _OFFERED - len(kept))
        return Ambiguous(tuple(kept), family.key, family.question)

    def _from_ranked(self, ranked: Ranked, query: Query) -> tuple[Outcome, Intent]:
        calibration = self.calibration
        inside = self._is_inside(ranked)
        if inside and self._is_tied(ranked) and not self._decided(ranked):
            return self._near(ranked), Intent.PROCEDURE
        if ranked.confidence >= calibration.sure and inside:
            return self._match(ranked), Intent.PROCEDURE
        guide = ranked.guides[0] if ranked.guides else None
        said = guide.features[COVERED] if guide else 0.0
        if not inside and not self._named_alone(ranked, guide):
            if guide and said >= calibration.guide and self._stands(guide, query):
                return self._guide(guide.entry)
            return self._said_or_none(ranked, query)
        if ranked.confidence < calibration.ask or not ranked.procedures:
            return self._said_or_none(ranked, query)
        return self._near(ranked), Intent.PROCEDURE

    def _decided(self, ranked: Ranked) -> bool:
        """True when no tie is to be seen: said in full, or far ahead of all others and certain."""
        ahead = ranked.confidence >= CERTAIN and ranked.signs[_MARGIN] >= FAR
        return ahead or self._named_in_full(ranked)

    def _named_alone(self, ranked: Ranked, guide: Scored | None) -> bool:
        """True when a procedure's way of putting it is said in full and no guide's as much.

        A guide that lacks what the person insists on ("chứng thực", not "công chứng") is none.
        """
        if not ranked.procedures or ranked.signs[_OFFTOPIC]:
            return False
        first = ranked.procedures[0]
        named = first.features[COVERED] >= SAID and first.features[FOUND] >= NAMED_AT_ALL
        rival = guide is not None and guide.features[COVERED] >= SAID_AS_MUCH
        return named and not (rival and guide and not guide.features[_MISSING])

    def _may_be_family(self, ranked: Ranked) -> bool:
        """True unless the message is most likely about nothing the ward does."""
        return self._is_inside(ranked) or (
            not ranked.signs[_OFFTOPIC] and self.calibration.out_of_scope(ranked.signs) < FAMILY_OUT
        )

    def _is_inside(self, ranked: Ranked) -> bool:
        """True when a procedure of the catalogue may be meant."""
        outside = self.calibration.out_of_scope(ranked.signs)
        if ranked.signs[_OFFTOPIC]:
            return outside < self.calibration.out * DOUBTFUL
        said = ranked.signs[_GUIDE_COVERED] >= SAID
        ahead = ranked.signs[_LEAD] >= AHEAD and not said
        return outside < (FAMILY_OUT if ahead else self.calibration.out)

    def _stands(self, guide: Scored, query: Query) -> bool:
        key = guide.entry.key
        if guide.entry.source is Source.ROUTE:
            return stands(guide, query, self.index)
        reported = INTENTS[self.guides.cards[key].intent] is Intent.FEEDBACK
        return stands(guide, query, self.index, reported=reported)

    def _said_or_none(self, ranked: Ranked, query: Query) -> tuple[Outcome, Intent]:
        if card := self.guides.said_card(query):
            return CardFound(card.key), INTENTS[card.intent]
        return NoMatch(self._fields(ranked)), Intent.UNKNOWN

    def _match(self, ranked: Ranked) -> Match:
        others = tuple(Candidate(row.entry.key, 0.0) for row in ranked.procedures[1 : 1 + _OTHERS])
        return Match(ranked.procedures[0].entry.key, ranked.confidence, others)

    def _near(self, ranked: Ranked) -> Outcome:
        first = ranked.procedures[0]
        near = [r for r in ranked.procedures if first.score - r.score <= _NEAR][:_OFFERED]
        if len(near) < 3:
            near = ranked.procedures[:3]
        options = tuple(self._label(row.entry) for row in near)
        if len(options) < 2:  # alone is not sure: "bà già lú lẫn" names nothing but "lại"
            sure = ranked.confidence >= ALONE
            return Match(first.entry.key, ranked.confidence) if sure else NoMatch()
        return Ambiguous(options)

    def _guide(self, entry: Entry) -> tuple[Outcome, Intent]:
        if entry.source is Source.ROUTE:
            return RouteFound(entry.key), route_intent(self.guides.routes[entry.key])
        return CardFound(entry.key), INTENTS[self.guides.cards[entry.key].intent]


def _notary(ranked: Ranked) -> Entry | None:
    """The route to the notary, when the sale of a house or land is to be notarised."""
    return next((row.entry for row in ranked.guides if "notary" in row.entry.allowed), None)


def _outcome_of(option: Option) -> Outcome:
    if isinstance(option, ProcedureOption):
        return Match(option.code, 0.9)
    return NoMatch()
