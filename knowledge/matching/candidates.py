"""The catalogue as it is searched: candidates of a query and what their signs say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from knowledge.gaps import most_asked
from knowledge.guidance import Guidance
from knowledge.matching.alarms import alarm_words
from knowledge.matching.bundles import bundles_of
from knowledge.matching.calibration import SIGNS, Calibration
from knowledge.matching.guides import FamilyFit, Guides
from knowledge.matching.index import Entry, Index, Source, Text
from knowledge.matching.laws import Laws
from knowledge.matching.outcomes import Option, ProcedureOption
from knowledge.matching.plainly import plain
from knowledge.matching.queries import DEATH_TERMS, Query, Reader, with_terms
from knowledge.matching.ranking import FEATURES, Ranker, Scored
from knowledge.matching.several import JOINT_PAIRS
from knowledge.matching.signs import signs
from knowledge.matching.spelling import Speller
from knowledge.procedures import CatalogueState, Procedure
from knowledge.text.chat import expand
from knowledge.text.folding import word_set, words
from knowledge.text.lexicon import Lexicon, load_lexicon

COVERED: Final = FEATURES.index("covered")
OFFICIAL: Final = FEATURES.index("official")
FOUND: Final = FEATURES.index("found")
SURFACE: Final = FEATURES.index("surface")
UNKNOWN: Final = SIGNS.index("unknown")
_SIBLING: Final = SIGNS.index("sibling")
_OF_DEATH: Final = word_set("tang tuat chet mat chon thieu tran")
"""Words of a death, folded; "mất" without marks may be one."""
DIVORCE: Final = "ly_hon"
"""Key of the route for a divorce and whom the children then live with."""
_OF_DIVORCE: Final = word_set("ly li toa quyen gianh duong")
LABEL_LENGTH: Final = 60
"""Characters that fit a button."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates of one query: procedures and guides, with the confidence of the first."""

    procedures: list[Scored]
    guides: list[Scored]
    confidence: float
    signs: tuple[float, ...]
    family: FamilyFit | None = None


class Candidates:
    """One catalogue and guidance, built once for searching."""

    def __init__(
        self, procedures: Sequence[Procedure], guidance: Guidance, calibration: Calibration
    ) -> None:
        self.calibration = calibration
        self.lexicon = load_lexicon()
        self.procedures = {procedure.code: procedure for procedure in procedures}
        self.index = Index(_texts(procedures, guidance), self.lexicon)
        self.ranker = Ranker(self.index, calibration.weights)
        known = self.index.vocabulary | self.lexicon.known | alarm_words(guidance.alarms)
        known |= alarm_words(guidance.heard)
        self.reader = Reader(self.lexicon, Speller(known, self.index.pairs, JOINT_PAIRS))
        self.guides = Guides(guidance, self.reader, self.index)
        numbers = {
            entry.key: number
            for number, entry in enumerate(self.index.entries)
            if entry.source is Source.PROCEDURE
        }
        self.numbers = numbers
        self.for_mourners = frozenset(
            key
            for key, number in numbers.items()
            if self.procedures[key].condolence and "birth" not in self.index.entries[number].allowed
        )
        """What follows a death alone: who lists births as well asks for no mourning."""
        self.by_plain = _by_plain(procedures, self.lexicon)
        self.bundles = bundles_of(procedures)
        self.laws = Laws(procedures, most_asked())

    def rank(self, query: Query, visible: frozenset[str] | None = None) -> Ranked:
        """Candidates for `query` with the confidence of the first procedure."""
        if visible not in query.memo:
            query.memo[visible] = self._rank(query, visible)
        return cast("Ranked", query.memo[visible])

    def _rank(self, query: Query, visible: frozenset[str] | None) -> Ranked:
        if query.death and query.weight < 1.6:
            query = with_terms(query, DEATH_TERMS)
        rows, mourned = self.ranker.rank(query), tells_of_death(query)
        said = query.facets.has
        of_death = (query.death or "death" in said) and "birth" not in said
        procedures = [
            row
            for row in rows
            if row.entry.source is Source.PROCEDURE
            and (visible is None or row.entry.key in visible)
            and not (of_death and _of_a_birth(row.entry))
            and (mourned or row.entry.key not in self.for_mourners)
        ]
        guides = [
            row
            for row in rows
            if row.entry.source is not Source.PROCEDURE and not _divorces_dead(row.entry, query)
        ]
        first = procedures[0].entry.key if procedures else ""
        family = self.guides.family_of(query, first)
        values = signs(procedures, guides, query, self.index, family)
        return Ranked(procedures, guides, self.calibration.confidence(values), values, family)

    def _is_tied(self, ranked: Ranked) -> bool:
        return (
            bool(ranked.signs[_SIBLING])
            or self.calibration.ambiguous(ranked.signs) >= self.calibration.tie
        )

    def _named_in_full(self, ranked: Ranked) -> bool:
        """True when the first candidate's whole official name stands in the words."""
        if not ranked.procedures:
            return False
        features = ranked.procedures[0].features
        return features[OFFICIAL] >= 0.97 and features[FOUND] >= 0.8

    def _offered(self, option: Option, visible: frozenset[str] | None) -> bool:
        if not isinstance(option, ProcedureOption):
            return True
        procedure = self.procedures.get(option.code)
        active = procedure is not None and procedure.state is CatalogueState.ACTIVE
        return active and (visible is None or option.code in visible)

    def _fields(self, ranked: Ranked) -> tuple[str, ...]:
        names = [row.entry.field_name for row in ranked.procedures[:8]]
        return tuple(dict.fromkeys(name for name in names if name))[:3]

    def _label(self, entry: Entry) -> ProcedureOption:
        return ProcedureOption(entry.key, self.procedures[entry.key].title[:LABEL_LENGTH])


def _of_a_birth(entry: Entry) -> bool:
    """True for what registers births and no deaths."""
    return "birth" in entry.allowed and "death" not in entry.allowed


def _divorces_dead(entry: Entry, query: Query) -> bool:
    """True for the route of a divorce when a death was told and no divorce by name."""
    return query.death and entry.key == DIVORCE and _OF_DIVORCE.isdisjoint(query.words)


def tells_of_death(query: Query) -> bool:
    """True when anything said may be of a death: nobody is mourned who spoke of none."""
    if query.death or "death" in query.facets.has:
        return True
    return not (
        _OF_DEATH.isdisjoint(query.words)
        and _OF_DEATH.isdisjoint([term.word for term in query.terms])
    )


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
        if route.urgent or not route.phrases:  # heard word after word, never by likeness
            continue
        yield Text(Source.ROUTE, route.key, (), route.phrases)
    for card in guidance.cards:
        if not card.phrases:  # led to by a button, or by words that are heard
            continue
        yield Text(Source.CARD, card.key, (), card.phrases)
