"""What is offered instead of an answer: a family's options, near procedures, what a loss brings."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from knowledge.guidance import Family
from knowledge.matching.candidates import FOUND, OFFICIAL, Ranked
from knowledge.matching.guides import option_of
from knowledge.matching.outcomes import (
    Ambiguous,
    Candidate,
    Match,
    NoMatch,
    Option,
    Outcome,
    ProcedureOption,
)
from knowledge.matching.queries import Query
from knowledge.matching.ranking import Scored
from knowledge.matching.wishes import Wishes
from knowledge.text.folding import fold_word

OTHERS: Final = 3
_OFFERED: Final = 5
_COUSINS: Final = 8
COUSIN: Final = 0.8
"""Share of the words a procedure outside a family must speak to, to be offered with it."""
_NEAR: Final = 0.55
"""Score within which a procedure is as likely as the first: asked back, not guessed."""
BEREAVEMENT: Final = "nguoi_than_mat"
"""Key of the life event that lists what a death brings."""
MOURNING: Final = "viec_tang"
"""Key of the family that tells this apart in the citizen's words."""
LOST_PAPERS: Final = "mat_giay_to"
"""Key of the family that asks which papers were lost."""
ALONE: Final = 0.6
"""Confidence from which the only candidate is answered: there is nothing to ask back."""
FAR_OFF: Final = 0.55
"""Share of the first one's score under which a procedure is not asked back: a syllable alike."""
BARELY: Final = 0.1
"""Share of a name said that is as good as none beside names said well: "cho mẹ" is no birth."""
WELL: Final = 0.45
"""Share of a name from which it is said well."""
UNLIKE: Final = 0.4
"""The same for what an answer names as "hay là"."""
_PAPERS: Final = (("giay", "to"), ("tuy", "than"))


class AsksBack(Wishes):
    """Offers what may be meant."""

    def _bereaved(self, visible: frozenset[str] | None) -> Ambiguous | None:
        """A death told and nothing asked by name: what a family then needs."""
        event = self.guides.events.get(BEREAVEMENT)
        codes = event.codes if event else ()
        families = self.guides.guidance.families
        family = next((one for one in families if one.key == MOURNING), None)
        labels = {option.code: option.label for option in family.options} if family else {}
        options = [
            ProcedureOption(c, labels.get(c, self.procedures[c].title[:60]))
            for c in codes
            if c in self.procedures
        ]
        kept = tuple(option for option in options if self._offered(option, visible))
        known = family.key if family else None
        return Ambiguous(kept, family=known) if len(kept) > 1 else None

    def _lost_papers(self, whole: Query, visible: frozenset[str] | None) -> Outcome | None:
        """The question which papers, for who lost "everything" and names none."""
        folded = [fold_word(word) for word in whole.typed]
        named = any(pair in _PAPERS for pair in pairwise(folded))
        families = self.guides.guidance.families
        family = next((one for one in families if one.key == LOST_PAPERS), None)
        if not named or "again" not in whole.facets.has or family is None:
            return None
        return self._family(family, None, visible)

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

    def _cousins(self, family: Family, ranked: Ranked, room: int) -> list[Option]:
        """Near procedures the family does not list, such as one only this commune publishes."""
        listed = {option.code for option in family.options}
        near = [
            row.entry
            for row in ranked.procedures[:_COUSINS]
            if row.entry.key not in listed and row.features[FOUND] >= COUSIN
        ]
        return [self._label(entry) for entry in near[: max(0, room)]]

    def _match(self, ranked: Ranked) -> Match:
        first = ranked.procedures[0]
        rows = ranked.procedures[1 : 1 + OTHERS]
        others = (Candidate(r.entry.key, 0.0) for r in rows if r.score >= UNLIKE * first.score)
        return Match(first.entry.key, ranked.confidence, tuple(others))

    def _near(self, ranked: Ranked) -> Outcome:
        first = ranked.procedures[0]
        near = [r for r in ranked.procedures if first.score - r.score <= _NEAR][:_OFFERED]
        if len(near) < 3:
            third = [r for r in ranked.procedures[2:3] if r.score >= FAR_OFF * first.score]
            near = [*ranked.procedures[:2], *(row for row in third if _belongs(row, ranked))]
        options = self._told_apart([self._label(row.entry) for row in near], ranked)
        if len(options) < 2:  # alone is not sure: "bà già lú lẫn" names nothing but "lại"
            sure = ranked.confidence >= ALONE
            return Match(first.entry.key, ranked.confidence) if sure else NoMatch()
        return Ambiguous(options)

    def _told_apart(
        self, options: Sequence[ProcedureOption], ranked: Ranked
    ) -> tuple[ProcedureOption, ...]:
        """The options; those of one family by what tells them apart there.

        That is the family of the words, or one that lists them all.
        """
        codes = {one.code for one in options}
        said = ranked.family.family.key if ranked.family else ""
        families = [one for one in self.guides.guidance.families if one.phrases]
        for family in sorted(families, key=lambda one: one.key != said):
            listed = codes & self.guides.codes[family.key]
            if len(listed) > 1 and (family.key == said or len(listed) == len(codes)):
                labels = {one.code: one.label for one in family.options}
                return tuple(replace(o, label=labels.get(o.code, o.label)) for o in options)
        return tuple(options)


def _belongs(third: Scored, ranked: Ranked) -> bool:
    """False for what is not named and of another field than the two before it, named well."""
    before = ranked.procedures[:2]
    named = all(row.features[OFFICIAL] >= WELL for row in before)
    fields = {row.entry.field_name for row in before}
    stray = len(fields) == 1 and third.entry.field_name not in fields
    return third.features[OFFICIAL] > BARELY or not (named and stray)


def _outcome_of(option: Option) -> Outcome:
    if isinstance(option, ProcedureOption):
        return Match(option.code, 0.9)
    return NoMatch()
