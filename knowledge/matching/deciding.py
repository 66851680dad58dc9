"""From candidates to an outcome: family, tie, match, route, card or none."""

from typing import Final, cast

from knowledge.matching.asking_back import OTHERS, UNLIKE, AsksBack
from knowledge.matching.bribes import NO_BROKER, broker_wants_money, wants_money
from knowledge.matching.calibration import SIGNS
from knowledge.matching.candidates import COVERED, FOUND, OFFICIAL, SURFACE, Ranked
from knowledge.matching.clauses import CERTAIN
from knowledge.matching.dialogue import BARE
from knowledge.matching.guides import INTENTS, FamilyFit, route_intent
from knowledge.matching.index import Entry, Source
from knowledge.matching.letters import cannot_read
from knowledge.matching.outcomes import (
    Candidate,
    CardFound,
    Intent,
    Match,
    NoMatch,
    Outcome,
    RouteFound,
)
from knowledge.matching.overtures import INVITES, is_overture
from knowledge.matching.plainly import Key, exact_keys
from knowledge.matching.queries import Query
from knowledge.matching.ranking import FEATURES, Scored
from knowledge.matching.standing import OUTSIDE, stands

_NOTHING: Final = (NoMatch(), Intent.UNKNOWN)
FAMILY_OUT: Final = 0.6
"""Probability of `outside` up to which a family that was named is still asked back."""
SAID: Final = 0.95
"""Share of a procedure's way of putting it that is as good as all of it."""
SAID_AS_MUCH: Final = 0.6
"""Share of a route's or card's own phrase from which it stands against such a procedure."""
NAMED_AT_ALL: Final = 0.4
"""Share of the message such a procedure must speak to."""
LIKE_IT: Final = 0.7
"""Likeness of a message and a guide's phrase from which it says little else."""
HARDLY: Final = 0.3
"""Share of a procedure's official name under which it is not named."""
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
NO_LETTERS: Final = "khong_biet_chu"
"""Key of the card for who cannot read or write."""


class Decider(AsksBack):
    """Decides what one message, taken alone, means."""

    def _decide(
        self, whole: Query, rows: list[Query], visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        """What a message says by itself; within a conversation that is asked more than once."""
        key = ("decided", visible)
        if key not in whole.memo:
            whole.memo[key] = self._decide_anew(whole, rows, visible)
        return cast("tuple[Outcome, Intent]", whole.memo[key])

    def _decide_anew(
        self, whole: Query, rows: list[Query], visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        if exact := self._bribed(whole) or self._exact(whole, visible):
            return exact
        if whole.weight < SILENT and not whole.death:
            return self._unfound(whole, rows, visible) or _NOTHING
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
        unfound = isinstance(found[0], NoMatch)
        return (self._unfound(whole, rows, visible) or found) if unfound else found

    def _unfound(
        self, whole: Query, rows: list[Query], visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent] | None:
        """What answers a message that nothing of the catalogue fits."""
        lost = self._lost_papers(whole, visible)
        return self._said(whole, rows) or ((lost, Intent.PROCEDURE) if lost else None)

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
        if is_overture(whole.typed) and INVITES in self.guides.cards:
            return CardFound(INVITES), Intent.SMALLTALK
        found = [card for query in (whole, *rows) if (card := self.guides.said_card(query))]
        found.sort(key=lambda card: card.intent == Intent.SMALLTALK)
        return (CardFound(found[0].key), INTENTS[found[0].intent]) if found else None

    def _bribed(self, whole: Query) -> tuple[Outcome, Intent] | None:
        """A denunciation, when an official wants money; of a go-between: nobody needs one."""
        heard = whole.heard or whole.typed
        if wants_money(heard):
            return self._card_with(Intent.DENUNCIATION), Intent.DENUNCIATION
        card = self.guides.cards.get(NO_BROKER)
        hawked = card is not None and broker_wants_money(heard)
        return (CardFound(NO_BROKER), INTENTS[card.intent]) if card and hawked else None

    def _card_with(self, intent: Intent) -> Outcome:
        cards = (one for one in self.guides.guidance.cards if one.intent == intent.value)
        return next((CardFound(card.key) for card in cards), NoMatch())

    def _exact(self, query: Query, visible: frozenset[str] | None) -> tuple[Outcome, Intent] | None:
        key = ("exact", visible)
        if key not in query.memo:
            query.memo[key] = self._exact_anew(query, visible)
        return cast("tuple[Outcome, Intent] | None", query.memo[key])

    def _exact_anew(
        self, query: Query, visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent] | None:
        found = (self._keyed(key, query, visible) for key in exact_keys(query.typed))
        said = next((one for one in found if one is not None), None) or self._hours(query)
        law = None if said else self.laws.alone(query.typed, visible)
        return (law, Intent.PROCEDURE) if law else said

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
        best = max((row.score for row in ranked.procedures), default=0.0)
        likely = (row.entry.key for row in ranked.procedures if row.score >= UNLIKE * best)
        near = [key for key in likely if key != code]
        others = tuple(Candidate(other, 0.0) for other in near[:OTHERS])
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

    def _has_record(self, query: Query, visible: frozenset[str] | None) -> bool:
        """True when an active record is about all that was said: it goes before a route."""
        ranked = self.rank(query, visible)
        if not ranked.procedures:
            return False
        features = ranked.procedures[0].features
        named = features[OFFICIAL] >= 0.5 and features[FOUND] >= 0.9 and not features[_MISSING]
        return named and ranked.confidence >= self.calibration.ask

    def _from_ranked(self, ranked: Ranked, query: Query) -> tuple[Outcome, Intent]:
        calibration, inside = self.calibration, self._is_inside(ranked)
        guide = ranked.guides[0] if ranked.guides else None
        outside = not inside and not self._named_alone(ranked, guide)
        named = guide and (_yields(ranked, guide) or self._named_better(ranked, guide, query))
        if guide and (named or (outside and self._led_by(guide, query))):
            return self._guide(guide.entry)
        if inside and self._is_tied(ranked) and not self._decided(ranked):
            return self._near(ranked), Intent.PROCEDURE
        if ranked.confidence >= calibration.sure and inside:
            return self._match(ranked), Intent.PROCEDURE
        if outside or ranked.confidence < calibration.ask or not ranked.procedures:
            return self._said_or_none(ranked, query)
        return self._near(ranked), Intent.PROCEDURE

    def _led_by(self, guide: Scored, query: Query) -> bool:
        """True when a route or card is said clearly enough to be led there."""
        said = guide.features[COVERED] >= self.calibration.guide
        return said and self._stands(guide, query)

    def _named_better(self, ranked: Ranked, guide: Scored, query: Query) -> bool:
        """True when a route or card is said in full and no procedure by a third of its name.

        "Làm lại hộ chiếu thì sao" asks for none of the papers the ward copies.
        """
        if ranked.confidence >= self.calibration.sure or not ranked.procedures:
            return False
        first = ranked.procedures[0]
        said = guide.features[COVERED] >= SAID and guide.features[SURFACE] >= LIKE_IT
        return (
            said
            and guide.score >= first.score
            and first.features[OFFICIAL] < HARDLY
            and self._stands(guide, query)
        )

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

    def _guide(self, entry: Entry) -> tuple[Outcome, Intent]:
        if entry.source is Source.ROUTE:
            return RouteFound(entry.key), route_intent(self.guides.routes[entry.key])
        return CardFound(entry.key), INTENTS[self.guides.cards[entry.key].intent]


def _yields(ranked: Ranked, guide: Scored) -> bool:
    """True when the best procedure lacks what is insisted on and a guide says all of it.

    "Nhà em bị mất sổ hồng": the first issue of one is no help.
    """
    first = ranked.procedures[0] if ranked.procedures else None
    if first is None or not first.features[_MISSING] or guide.features[_MISSING]:
        return False
    return guide.features[COVERED] >= SAID and guide.score >= first.score


def _notary(ranked: Ranked) -> Entry | None:
    """The route to the notary, when the sale of a house or land is to be notarised."""
    return next((row.entry for row in ranked.guides if "notary" in row.entry.allowed), None)
