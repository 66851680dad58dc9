"""One message in, one reading out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from knowledge.guidance import Card, Family, Guidance, Route
from knowledge.matching.calibration import SIGNS, Calibration, load_calibration
from knowledge.matching.cases import case_of
from knowledge.matching.dialogue import BARE, SMALL, STRANGE, Dialogue, is_bare, is_correction
from knowledge.matching.guides import INTENTS, FamilyFit, Guides, option_of, plain
from knowledge.matching.index import Entry, Index, Source, Text
from knowledge.matching.outcomes import (
    Ambiguous,
    Candidate,
    CardFound,
    InputStyle,
    Intent,
    Match,
    NoMatch,
    Option,
    Outcome,
    ProcedureOption,
    Reading,
    RouteFound,
    Several,
    Subject,
)
from knowledge.matching.queries import DEATH_TERMS, Query, Reader, with_terms
from knowledge.matching.ranking import FEATURES, Ranker, Scored
from knowledge.matching.several import segments
from knowledge.matching.signs import signs
from knowledge.matching.spelling import Speller
from knowledge.procedures import CatalogueState, Desk, Part, Procedure
from knowledge.text.characters import clean
from knowledge.text.chat import expand
from knowledge.text.codes import dossier_codes, procedure_codes, without_codes
from knowledge.text.folding import fold, fold_word, words
from knowledge.text.lexicon import Lexicon, load_lexicon

_OTHERS: Final = 3
_OFFERED: Final = 5
_COUSINS: Final = 6
COUSIN: Final = 3.0
"""Score within which a procedure outside a family is offered with it."""
_NEAR: Final = 0.55
"""Score within which a procedure is as likely as the first: asked back, not guessed."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates of one query: procedures and guides, with the confidence of the first."""

    procedures: list[Scored]
    guides: list[Scored]
    confidence: float
    signs: tuple[float, ...]
    family: FamilyFit | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A cleaned message and what was read of its form."""

    whole: Query
    rows: list[Query]
    part: Part | None
    style: InputStyle


class Matcher:
    """Reads messages against one catalogue; pure and safe to share between threads."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        self.calibration = calibration
        self.lexicon = load_lexicon()
        self.procedures = {procedure.code: procedure for procedure in procedures}
        self.index = Index(_texts(procedures, guidance), self.lexicon)
        self.ranker = Ranker(self.index, calibration.weights)
        known = self.index.vocabulary | self.lexicon.known
        self.reader = Reader(self.lexicon, Speller(known, self.index.pairs))
        self.guides = Guides(guidance, self.reader, self.index)
        numbers = {
            entry.key: number
            for number, entry in enumerate(self.index.entries)
            if entry.source is Source.PROCEDURE
        }
        self.dialogue = Dialogue(self.index, self.ranker, self.reader, self.guides, numbers)
        self.by_plain = _by_plain(procedures, self.lexicon)

    def read(
        self, text: str, subject: Subject | None = None, visible: frozenset[str] | None = None
    ) -> Reading:
        """What `text` asks, in a conversation about `subject`; only `visible` codes are shown."""
        cleaned = clean(text)
        whole, rows, style = self.reader.read(without_codes(cleaned))
        coded = self._coded(cleaned, visible)
        part = whole.parts[0] if whole.parts else None
        if coded:
            return Reading(coded, Intent.PROCEDURE, _code_style(whole, style), part)
        if dossier_codes(cleaned):
            style = _code_style(whole, style)
            return Reading(self._card_with(Intent.DOSSIER), Intent.DOSSIER, style, part)
        if not whole.typed:
            return Reading(NoMatch(), Intent.UNKNOWN, InputStyle.EMPTY)
        message = Message(whole, rows, part, style)
        if subject and (reading := self._follow(message, subject, visible)):
            return reading
        outcome, intent = self._decide(whole, rows, visible)
        return self._reading(outcome, intent, message)

    def _reading(
        self, outcome: Outcome, intent: Intent, message: "Message", *, follow_up: bool = False
    ) -> Reading:
        case = None
        if isinstance(outcome, Match):
            procedure = self.procedures[outcome.code]
            case, intent = case_of(procedure, message.whole), _road(procedure) or intent
        return Reading(outcome, intent, message.style, message.part, case, follow_up)

    def _follow(
        self, message: "Message", subject: Subject, visible: frozenset[str] | None
    ) -> Reading | None:
        """The reading that needs the conversation, or None when the words stand alone."""
        if subject.options and (found := self._chosen(message, subject, visible)):
            return found
        code = subject.code
        if code is None or code not in self.procedures:
            return None
        whole = message.whole
        kept = Match(code, 0.9)
        if is_bare(whole):
            if (exact := self._exact(whole, visible)) and not _asks_part(exact[0], message.part):
                return None
            return self._reading(kept, Intent.PROCEDURE, message, follow_up=True)
        outcome, intent = self._decide(whole, message.rows, visible)
        if isinstance(outcome, Match) and self._stands_alone(whole, visible):
            return self._reading(outcome, intent, message)
        if isinstance(outcome, RouteFound | CardFound | Several):
            return self._reading(outcome, intent, message)
        blended = self.dialogue.blend(whole, code, visible)
        if blended and (blended[0] != code or not is_correction(whole)):
            match = Match(blended[0], 0.85)
            return self._reading(match, Intent.PROCEDURE, message, follow_up=True)
        if isinstance(outcome, NoMatch) and self._goes_on(message):
            return self._reading(kept, Intent.PROCEDURE, message, follow_up=True)
        return self._reading(outcome, intent, message)

    def _goes_on(self, message: "Message") -> bool:
        """True when words without a match of their own still belong to the subject."""
        whole = message.whole
        strange = self.rank(whole).signs[_UNKNOWN] >= STRANGE
        return not strange and (whole.weight <= SMALL or bool(message.part))

    def _stands_alone(self, query: Query, visible: frozenset[str] | None) -> bool:
        ranked = self.rank(query, visible)
        features = ranked.procedures[0].features if ranked.procedures else None
        return features is not None and (
            features[_OFFICIAL] >= 0.6 or features[_COVERED] >= 0.95
        )

    def _chosen(
        self, message: "Message", subject: Subject, visible: frozenset[str] | None
    ) -> Reading | None:
        whole = message.whole
        if is_bare(whole) and message.part:
            return self._reading(NoMatch(), Intent.PROCEDURE, message, follow_up=True)
        ranked = self.rank(whole, visible)
        first = ranked.procedures[0].entry.key if ranked.procedures else ""
        named = bool(ranked.procedures) and ranked.procedures[0].features[_OFFICIAL] >= 0.9
        if named and ranked.confidence >= self.calibration.sure and first not in subject.options:
            return None
        picked = self.dialogue.pick(whole, subject)
        if picked is None:
            return None
        if picked in self.guides.routes:
            route = self.guides.routes[picked]
            return self._reading(
                RouteFound(picked), _route_intent(route), message, follow_up=True
            )
        if picked in self.guides.cards:
            intent = INTENTS[self.guides.cards[picked].intent]
            return self._reading(CardFound(picked), intent, message, follow_up=True)
        if picked not in self.procedures:
            return None
        return self._reading(Match(picked, 0.9), Intent.PROCEDURE, message, follow_up=True)

    def _decide(
        self, whole: Query, rows: list[Query], visible: frozenset[str] | None
    ) -> tuple[Outcome, Intent]:
        if exact := self._exact(whole, visible):
            return exact
        if whole.weight < SILENT and not whole.death:
            card = self.guides.said_card(whole)
            return (CardFound(card.key), INTENTS[card.intent]) if card else _NOTHING
        ranked = self.rank(whole, visible)
        if "notary" in whole.facets.has and (guide := _notary(ranked)):
            return self._guide(guide)
        if several := self._several(rows, ranked, visible):
            return several, Intent.PROCEDURE
        if whole.death and whole.weight < BARE and (asked := self._bereaved(visible)):
            return asked, Intent.PROCEDURE
        ranked = self._best_clause(ranked, whole, rows, visible)
        inside = self.calibration.out_of_scope(ranked.signs) < self.calibration.out
        fit = ranked.family
        if fit and fit.close and inside and self._asks_back(fit, ranked):
            return self._family(fit.family, ranked, visible), Intent.PROCEDURE
        return self._from_ranked(ranked, whole)

    def _bereaved(self, visible: frozenset[str] | None) -> Ambiguous | None:
        """A death told and nothing asked by name: what a family then needs."""
        event = self.guides.events.get(BEREAVEMENT)
        codes = event.codes if event else ()
        options = [ProcedureOption(c, self.procedures[c].title[:60]) for c in codes if c in self.procedures]
        kept = tuple(option for option in options if self._offered(option, visible))
        return Ambiguous(kept) if len(kept) > 1 else None

    def _best_clause(
        self, ranked: Ranked, whole: Query, rows: list[Query], visible: frozenset[str] | None
    ) -> Ranked:
        """A story's asking clause, if it alone says more clearly what is meant."""
        best = ranked
        if len(rows) < 2 or not ranked.procedures or ranked.confidence >= CERTAIN:
            return best
        for query in rows:
            if query.background or query.weight < BARE_SEGMENT or not _asks(query) or query.aside:
                continue
            clause = self.rank(query, visible)
            surer = clause.confidence > best.confidence + CLEARER
            if surer and not self._is_tied(clause) and self._keeps(clause, whole, ranked):
                best = clause
        return best

    def _keeps(self, clause: Ranked, whole: Query, ranked: Ranked) -> bool:
        """True when the clause's procedure answers to everything the whole tells apart."""
        first = clause.procedures[0]
        if first.entry.key == ranked.procedures[0].entry.key:
            return True
        lacking = whole.facets.has - first.entry.allowed - {"young", "grown", "elderly"}
        return not lacking and first.features[_OFFICIAL] >= 0.9

    def _is_tied(self, ranked: Ranked) -> bool:
        return bool(ranked.signs[_SIBLING]) or self.calibration.ambiguous(ranked.signs) >= self.calibration.tie

    def _several(
        self, rows: list[Query], ranked: Ranked, visible: frozenset[str] | None
    ) -> Several | None:
        """The procedures of a message that asks for two or more; one that holds all is one."""
        if not ranked.procedures or ranked.procedures[0].features[_FOUND] >= HOLDS_ALL:
            return None
        pieces = [query for row in rows for query in self._pieces(row)]
        if len(pieces) < 2:
            return None
        matches: dict[str, Match] = {}
        for query in pieces:
            part = self.rank(query, visible)
            if self._is_sure(part):
                code = part.procedures[0].entry.key
                matches.setdefault(code, Match(code, part.confidence))
        if len(matches) < 2 or self._holds_all(ranked, matches):
            return None
        return Several(tuple(matches.values()))

    def _pieces(self, row: Query) -> Iterator[Query]:
        """The parts of a clause that can be wishes of their own."""
        cut = segments(row.typed)
        for segment in cut:
            query = row if len(cut) == 1 else self.reader.query(segment.words)
            if query.weight >= BARE_SEGMENT and (segment.joined or query.parts):
                yield query

    def _is_sure(self, ranked: Ranked) -> bool:
        if not ranked.procedures or ranked.confidence < self.calibration.sure:
            return False
        features = ranked.procedures[0].features
        named = features[_FOUND] >= 0.75 and features[_OFFICIAL] >= 0.5
        return named and self.calibration.out_of_scope(ranked.signs) < 0.3

    def _holds_all(self, ranked: Ranked, matches: Mapping[str, Match]) -> bool:
        """True when one procedure outside `matches` speaks to nearly all that was said."""
        first = ranked.procedures[0]
        return first.entry.key not in matches and first.features[_FOUND] >= HOLDS_MOST

    def _coded(self, text: str, visible: frozenset[str] | None) -> Outcome | None:
        codes = [
            code
            for code in procedure_codes(text)
            if code in self.procedures and (visible is None or code in visible)
        ]
        matches = tuple(Match(code, 0.99) for code in codes)
        if not matches:
            return None
        return matches[0] if len(matches) == 1 else Several(matches)

    def _card_with(self, intent: Intent) -> Outcome:
        for card in self.guides.guidance.cards:
            if card.intent == intent.value:
                return CardFound(card.key)
        return NoMatch()

    def _exact(self, query: Query, visible: frozenset[str] | None) -> tuple[Outcome, Intent] | None:
        key = plain(query.typed)
        if family := self.guides.families_by_plain.get(key):
            return self._family(family, None, visible), Intent.PROCEDURE
        if code := self.by_plain.get(key):
            if visible is None or code in visible:
                ranked = self.rank(query, visible)
                others = tuple(
                    Candidate(row.entry.key, 0.02)
                    for row in ranked.procedures[: _OTHERS + 1]
                    if row.entry.key != code
                )
                return Match(code, max(0.9, ranked.confidence), others[:_OTHERS]), Intent.PROCEDURE
        if card := self.guides.cards_by_plain.get(key):
            return CardFound(card.key), INTENTS[card.intent]
        route = self.guides.routes_by_plain.get(key)
        if route and (route.urgent or not self._has_record(query, visible)):
            return RouteFound(route.key), _route_intent(route)
        return None

    def _asks_back(self, fit: FamilyFit, ranked: Ranked) -> bool:
        """True unless the first candidate is named in full or is none of the options."""
        if not ranked.procedures:
            return True
        first = ranked.procedures[0]
        if self._named_in_full(ranked) and fit.words <= self._official_words(first):
            return False
        if self.calibration.ambiguous(ranked.signs) < self.calibration.family:
            return False
        return any(option.code == first.entry.key for option in fit.family.options)

    def _official_words(self, row: Scored) -> set[str]:
        return {
            term
            for number in row.entry.surfaces
            if self.index.surfaces[number].official
            for term, _ in self.index.surfaces[number].terms
        }

    def _named_in_full(self, ranked: Ranked) -> bool:
        """True when the first candidate's whole official name stands in the words."""
        if not ranked.procedures:
            return False
        features = ranked.procedures[0].features
        return features[_OFFICIAL] >= 0.97 and features[_FOUND] >= 0.8

    def _cousins(self, family: Family, ranked: Ranked, room: int) -> list[Option]:
        """Near procedures the family does not list, such as one only this commune publishes."""
        listed = {option.code for option in family.options}
        best = ranked.procedures[0].score
        near = [
            row.entry
            for row in ranked.procedures[:_COUSINS]
            if row.entry.key not in listed and best - row.score <= COUSIN
        ]
        return [self._label(entry) for entry in near[: max(0, room)]]

    def _has_record(self, query: Query, visible: frozenset[str] | None) -> bool:
        """True when an active record is about all that was said: it goes before a route."""
        ranked = self.rank(query, visible)
        if not ranked.procedures:
            return False
        features = ranked.procedures[0].features
        named = features[_OFFICIAL] >= 0.5 and features[_FOUND] >= 0.9
        return named and ranked.confidence >= self.calibration.ask

    def _family(
        self, family: Family, ranked: Ranked | None, visible: frozenset[str] | None
    ) -> Outcome:
        """The options of `family`: as written, or the best ranked first."""
        options = [option_of(option) for option in family.options]
        kept = [option for option in options if self._offered(option, visible)]
        if ranked:
            order = {row.entry.key: place for place, row in enumerate(ranked.procedures)}
            kept.sort(key=lambda o: order.get(getattr(o, "code", ""), len(order)))
        if len(kept) < 2:
            return _outcome_of(kept[0]) if kept else NoMatch()
        if ranked:
            kept += self._cousins(family, ranked, _OFFERED - len(kept))
        return Ambiguous(tuple(kept), family.key, family.question)

    def _offered(self, option: Option, visible: frozenset[str] | None) -> bool:
        if not isinstance(option, ProcedureOption):
            return True
        procedure = self.procedures.get(option.code)
        active = procedure is not None and procedure.state is CatalogueState.ACTIVE
        return active and (visible is None or option.code in visible)

    def rank(self, query: Query, visible: frozenset[str] | None = None) -> Ranked:
        """Candidates for `query` with the confidence of the first procedure."""
        if visible not in query.memo:
            query.memo[visible] = self._rank(query, visible)
        return cast("Ranked", query.memo[visible])

    def _rank(self, query: Query, visible: frozenset[str] | None) -> Ranked:
        if query.death and query.weight < 1.6:
            query = with_terms(query, DEATH_TERMS)
        rows = self.ranker.rank(query)
        procedures = [
            row
            for row in rows
            if row.entry.source is Source.PROCEDURE
            and (visible is None or row.entry.key in visible)
        ]
        guides = [row for row in rows if row.entry.source is not Source.PROCEDURE]
        first = procedures[0].entry.key if procedures else ""
        family = self.guides.family_of(query, first)
        values = signs(procedures, guides, query, self.index, family)
        return Ranked(procedures, guides, self.calibration.confidence(values), values, family)

    def _from_ranked(self, ranked: Ranked, query: Query) -> tuple[Outcome, Intent]:
        calibration = self.calibration
        outside = calibration.out_of_scope(ranked.signs)
        if outside < calibration.out and self._is_tied(ranked) and not self._named_in_full(ranked):
            return self._near(ranked), Intent.PROCEDURE
        if ranked.confidence >= calibration.sure and outside < calibration.out:
            return self._match(ranked), Intent.PROCEDURE
        guide = ranked.guides[0] if ranked.guides else None
        said = guide.features[_COVERED] if guide else 0.0
        if outside >= calibration.out:
            if guide and said >= calibration.guide:
                return self._guide(guide.entry)
            return self._said_or_none(ranked, query)
        if ranked.confidence < calibration.ask or not ranked.procedures:
            return self._said_or_none(ranked, query)
        return self._near(ranked), Intent.PROCEDURE

    def _said_or_none(self, ranked: Ranked, query: Query) -> tuple[Outcome, Intent]:
        if card := self.guides.said_card(query):
            return CardFound(card.key), INTENTS[card.intent]
        return NoMatch(self._fields(ranked)), Intent.UNKNOWN

    def _match(self, ranked: Ranked) -> Match:
        others = tuple(
            Candidate(row.entry.key, 0.0) for row in ranked.procedures[1 : 1 + _OTHERS]
        )
        return Match(ranked.procedures[0].entry.key, ranked.confidence, others)

    def _near(self, ranked: Ranked) -> Outcome:
        first = ranked.procedures[0]
        near = [r for r in ranked.procedures if first.score - r.score <= _NEAR][:_OFFERED]
        if len(near) < 3:
            near = ranked.procedures[:3]
        options = tuple(self._label(row.entry) for row in near)
        if len(options) < 2:
            return Match(first.entry.key, ranked.confidence)
        return Ambiguous(options)

    def _label(self, entry: Entry) -> ProcedureOption:
        return ProcedureOption(entry.key, self.procedures[entry.key].title[:60])

    def _guide(self, entry: Entry) -> tuple[Outcome, Intent]:
        if entry.source is Source.ROUTE:
            return RouteFound(entry.key), _route_intent(self.guides.routes[entry.key])
        return CardFound(entry.key), INTENTS[self.guides.cards[entry.key].intent]

    def _fields(self, ranked: Ranked) -> tuple[str, ...]:
        names = [row.entry.field_name for row in ranked.procedures[:8]]
        return tuple(dict.fromkeys(name for name in names if name))[:3]


_COVERED: Final = FEATURES.index("covered")
_OFFICIAL: Final = FEATURES.index("official")
_FOUND: Final = FEATURES.index("found")


_SIBLING: Final = SIGNS.index("sibling")
_UNKNOWN: Final = SIGNS.index("unknown")
_NOTHING: Final = (NoMatch(), Intent.UNKNOWN)
SILENT: Final = 0.6
"""Full words under which a message outside any conversation names no matter."""
BARE_SEGMENT: Final = 1.5
"""Full words a piece of a message needs to be a wish of its own."""


BEREAVEMENT: Final = "nguoi_than_mat"
"""Key of the life event that lists what a death brings."""
HOLDS_ALL: Final = 0.95
HOLDS_MOST: Final = 0.9
"""Share of the words from which one procedure is the answer to all of a message."""
CERTAIN: Final = 0.9
"""Confidence from which no clause needs to be asked."""
CLEARER: Final = 0.05
"""By how much a clause must be surer than the whole to stand for it."""
_ASKING: Final = frozenset("xin muon can lam dang nop hoi doi cap giai huong di ra".split())


def _asks(query: Query) -> bool:
    """True for a clause that asks or wants something, not one that only tells."""
    return bool(query.parts) or any(fold_word(word) in _ASKING for word in query.typed)


def _notary(ranked: Ranked) -> Entry | None:
    """The route to the notary, when the sale of a house or land is to be notarised."""
    return next((row.entry for row in ranked.guides if "notary" in row.entry.allowed), None)


def _road(procedure: Procedure) -> Intent | None:
    """Complaint or denunciation for the procedures that are the law's own road (F-10)."""
    field = fold(procedure.field)
    if procedure.desk is not Desk.ROUTE:
        return None
    if "to cao" in field:
        return Intent.DENUNCIATION
    return Intent.COMPLAINT if "khieu nai" in field else None


def _code_style(whole: Query, style: InputStyle) -> InputStyle:
    return style if whole.weight else InputStyle.CODE


def _asks_part(outcome: Outcome, part: Part | None) -> bool:
    """True for a general card ("cần mang gì") that, within a subject, asks a part of it."""
    return isinstance(outcome, CardFound) and part is not None


def _route_intent(route: Route) -> Intent:
    return Intent.EMERGENCY if route.urgent else Intent.PROCEDURE


def _outcome_of(option: Option) -> Outcome:
    if isinstance(option, ProcedureOption):
        return Match(option.code, 0.9)
    return NoMatch()


def _by_plain(procedures: Iterable[Procedure], lexicon: Lexicon) -> dict[tuple[str, ...], str]:
    """Exact ways of putting it that belong to one procedure alone."""
    owners: dict[tuple[str, ...], set[str]] = {}
    for procedure in procedures:
        if procedure.state is CatalogueState.ACTIVE:
            for say in (procedure.name, procedure.title, *procedure.aliases):
                key = plain(expand(words(say), lexicon)[0])
                owners.setdefault(key, set()).add(procedure.code)
    return {key: next(iter(codes)) for key, codes in owners.items() if len(codes) == 1}


def _texts(procedures: Iterable[Procedure], guidance: Guidance) -> Iterable[Text]:
    for procedure in procedures:
        if procedure.state is CatalogueState.ACTIVE:
            names = tuple(dict.fromkeys((procedure.name, procedure.title)))
            body = (
                *(paper.name for paper in procedure.documents),
                *(result.name for result in procedure.results),
            )
            yield Text(
                Source.PROCEDURE, procedure.code, names, procedure.aliases, procedure.field, body
            )
    for route in guidance.routes:
        yield Text(Source.ROUTE, route.key, (), route.phrases)
    for card in guidance.cards:
        yield Text(Source.CARD, card.key, (), card.phrases)


def build_matcher(
    procedures: Sequence[Procedure],
    guidance: Guidance,
    calibration: Calibration | None = None,
) -> Matcher:
    """A matcher over the active ones of `procedures`; the others are found by their code."""
    return Matcher(procedures, guidance, calibration or load_calibration())
