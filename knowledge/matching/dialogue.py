"""A message read in the light of what the conversation is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.matching.circumstances import AGES
from knowledge.matching.facets import Facets
from knowledge.matching.guides import Guides
from knowledge.matching.index import Entry, Index
from knowledge.matching.outcomes import Subject
from knowledge.matching.plainly import bare
from knowledge.matching.queries import Query, Reader, with_terms
from knowledge.matching.ranking import FEATURES, Ranker, Scored
from knowledge.matching.terms import Term, name_terms
from knowledge.text.folding import agrees, fold, fold_word, word_set

BARE: Final = 1.0
"""Full words under which a message has no matter of its own."""
SMALL: Final = 2.6
"""Full words up to which a message without a match is taken to go on with the subject."""
STRANGE: Final = 0.5
"""Share of words no procedure knows from which a message is about something else."""
SUBJECT_WEIGHT: Final = 0.6
REPEATED: Final = 1.6
"""Full words up to which a message may say the subject over again rather than another."""
ALIEN: Final = 0.6
"""Share of the words that belong to no option from which another matter is meant."""
HALF: Final = 0.5
"""Share of the full words of a longer message that must be the subject's own."""
_PICKED: Final = 0.3
_LEAD: Final = 0.08
AGE_ALONE: Final = 1.2
"""Full words beside which an age still chooses: "con em 8 tuổi"."""
LABELLED: Final = 0.25
"""For two neighbouring words of an option's label: short words say much only together."""
_MISSING: Final = FEATURES.index("missing")
_CORRECTIONS: Final = (
    ("không", "phải"), ("ý", "là"), ("à", "nhầm"), ("nhầm",), ("không", "ý"), ("ý", "em", "là"),
    ("ý", "tôi", "là"), ("ý", "mình", "là"), ("không", "đúng"), ("không", "phải", "vậy"),
    ("chứ", "không", "phải"), ("hỏi", "lại"), ("lộn",), ("nói", "nhầm"),
)  # fmt: skip
_SOME_PAPER: Final = frozenset({
    ("lam", "giay"), ("lam", "thu"), ("lam", "ho"), ("xin", "giay"),
})  # fmt: skip
_THINGS: Final = word_set("tuc so to giay viec cai loai")
"""Last words of "thủ tục", "hồ sơ", "giấy tờ" and the like, folded."""
_GOES_ON: Final = word_set("gi nao sao dau may bao khong ko chua nay do kia tiep nua them")
_ACTS: Final = word_set("doi cap lai gia han moi")
_RENEWED: Final = frozenset({"again", "exchange", "extend"})
"""What is done with most papers, as words and as facets."""
_SHORT: Final = 8
"""Words up to which such a question names nothing else."""
_NUMBERS: Final[Mapping[str, int]] = {
    "nhat": 1, "dau": 1, "mot": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5,
}  # fmt: skip


def is_bare(query: Query) -> bool:
    """True when the words name no matter: "thế lệ phí?", "bao lâu?"."""
    return query.weight < BARE and not query.facets.has - {"young", "grown", "elderly"}


def is_act(query: Query) -> bool:
    """True for what is done with a paper, asked about without naming one: "đổi mất bao lâu"."""
    full = {term.word for term in query.terms if term.weight >= 1}
    asked = bool(query.parts) and len(query.typed) <= _SHORT
    return asked and full <= _ACTS and query.facets.has <= _RENEWED


def is_correction(query: Query) -> bool:
    """True when the person takes back what was said: "không, ý là …", "à nhầm"."""
    head = query.typed[:5]
    return any(
        all(map(agrees, head[start : start + len(say)], say))
        for say in _CORRECTIONS
        for start in range(len(head) - len(say) + 1)
        if len(head) >= start + len(say)
    )


def begins_anew(query: Query) -> bool:
    """True for a wish for some paper that is not named: "em muốn làm giấy tờ cho con".

    A question ("làm giấy tờ gì nữa") or a word that points back ("làm thủ tục này") goes on.
    """
    folded = [fold_word(word) for word in query.typed]
    some = any(pair in _SOME_PAPER for pair in pairwise(folded))
    return some and "muon" in folded and not _GOES_ON.intersection(folded)


def points_back(query: Query) -> bool:
    """True when the words name the subject by pointing at it: "em muốn làm thủ tục này"."""
    return any(
        fold_word(one) in _THINGS and (agrees(two, "này") or agrees(two, "đó"))
        for one, two in pairwise(query.typed)
    )


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Resolves follow-ups and choices by words."""

    index: Index
    ranker: Ranker
    reader: Reader
    guides: Guides
    numbers: Mapping[str, int]
    """Entry of the index by procedure code."""

    def pick(self, query: Query, subject: Subject) -> str | None:
        """The one of the offered options the words point at, or None."""
        said = bare(query, self.reader.lexicon)
        place = self._ordinal(query, subject) or self._of_age(query, subject)
        if place is not None or not said:
            return place
        values = {
            word: weight * self.index.idf.get(word, self.index.unknown_idf)
            for word, weight in said.items()
        }
        canonical = {term.word: term.weight for term in query.terms}
        for word, weight in canonical.items():
            values.setdefault(word, weight * self.index.idf.get(word, self.index.unknown_idf))
        total = sum(values.values())
        scores = []
        known = {option: self._option_words(option) for option in subject.options}
        held = frozenset().union(*known.values())
        if sum(v for word, v in values.items() if word not in held) > ALIEN * total:
            return None
        for option, words in known.items():
            shared = sum(value for word, value in values.items() if word in words)
            fit = shared / total + 0.2 * self._facet_fit(query, option)
            scores.append((fit + LABELLED * self._labelled(query, option), option))
        scores.sort(key=lambda row: -row[0])
        best = scores[0][0] if scores else 0.0
        second = scores[1][0] if len(scores) > 1 else 0.0
        return scores[0][1] if best >= _PICKED and best - second >= _LEAD else None

    def _ordinal(self, query: Query, subject: Subject) -> str | None:
        folded = [fold_word(word) for word in query.typed]
        for one, two in pairwise(folded):
            if one in ("thu", "so", "cai") and two in _NUMBERS and len(folded) <= 5:
                place = _NUMBERS[two] - 1
                return subject.options[place] if place < len(subject.options) else None
        return None

    def _of_age(self, query: Query, subject: Subject) -> str | None:
        """The one option for an age that is told and little else: "8 tuổi", "bé mới 5 tuổi"."""
        age = query.facets.has & AGES
        if not age or query.weight > AGE_ALONE:
            return None
        fitting = [one for one in subject.options if age & self._own(one)]
        return fitting[0] if len(fitting) == 1 else None

    def told_apart(self, query: Query, subject: Subject) -> str | None:
        """The one option a circumstance is the mark of: "vợ em là người Hàn thì sao"."""
        marks = query.facets.has - {"young", "grown", "elderly", "birth", "death"}
        fitting = [one for one in subject.options if marks and marks <= self._own(one)]
        return fitting[0] if len(fitting) == 1 else None

    def _own(self, option: str) -> frozenset[str]:
        number = self.numbers.get(option)
        return self.index.entries[number].own if number is not None else frozenset()

    def _option_words(self, option: str) -> set[str]:
        words: set[str] = set()
        number = self.numbers.get(option)
        if number is not None:
            words.update(w for w, v in self.index.entries[number].weights.items() if v >= 1)
        for choice in self.guides.choices.get(option, ()):
            terms, typed = name_terms(choice.label, self.reader.lexicon)
            words.update(term.word for term in terms)
            words.update(map(fold_word, typed))
        return words

    def _labelled(self, query: Query, option: str) -> bool:
        """True when two neighbouring words of its label are said, one too short to count alone.

        An option that registers again, changes or ends what nobody asked to does not profit.
        """
        heard = {term.word for term in query.terms if term.weight >= 1}
        said = set(pairwise(map(fold_word, query.typed)))
        labelled = {pair for label in self._labels(option) for pair in pairwise(label.split())}
        own = self._own(option)
        facets = self.reader.lexicon.facet_by_key
        unasked = any(facets[key].group == "act" for key in own - query.facets.has)
        return not unasked and any(not heard.issuperset(pair) for pair in said & labelled)

    def _labels(self, option: str) -> Iterator[str]:
        """The option as its families offer it, folded."""
        for choice in self.guides.choices.get(option, ()):
            yield fold(choice.label)

    def _facet_fit(self, query: Query, option: str) -> float:
        number = self.numbers.get(option)
        if number is None or not query.facets.has:
            return 0.0
        entry = self.index.entries[number]
        return len(query.facets.has & entry.own) / len(query.facets.has)

    def repeats(self, query: Query, code: str) -> bool:
        """True for a part asked with a word of the subject: "đổi ở đâu" of an exchanged card."""
        number = self.numbers.get(code)
        if number is None or not query.parts or query.weight > REPEATED:
            return False
        entry = self.index.entries[number]
        full = [term.word for term in query.terms if term.weight >= 1]
        if not full and query.facets.has - entry.own:  # "hết hạn thì sao" of a card issued again
            return False
        return all(word in entry.names for word in full)

    def knows(self, query: Query, code: str) -> bool:
        """True when half of the full words are words of `code`: a foreign matter says others.

        "Mua vé máy bay đi Đà Nẵng ở đâu" asks for a place, but of nothing talked about.
        """
        number = self.numbers.get(code)
        words = [term.word for term in query.terms if term.weight >= 1]
        if number is None or not words:
            return False
        held = self.index.entries[number].weights
        return sum(word in held for word in words) >= HALF * len(words)

    def blend(
        self, query: Query, code: str, visible: frozenset[str] | None
    ) -> tuple[str, list[Scored]] | None:
        """The procedure meant if `query` only changes one thing about the subject `code`."""
        number = self.numbers.get(code)
        if number is None:
            return None
        entry = self.index.entries[number]
        extra = [
            Term(word, word, SUBJECT_WEIGHT * weight)
            for word, weight in self._matter(entry)
            if word not in query.grams
        ]
        facets = Facets(query.facets.has, query.facets.denied)
        blended = with_terms(query, extra)
        blended.facets = facets
        rows = [
            row
            for row in self.ranker.rank(blended)
            if row.entry.key in self.numbers and (visible is None or row.entry.key in visible)
        ]
        if not rows:
            return None
        return (rows[0].entry.key, rows) if self._fits(query, rows[0]) else None

    def _matter(self, entry: Entry) -> Sequence[tuple[str, float]]:
        """Words of the subject's shortest official name: what stays when one thing changes."""
        official = [
            self.index.surfaces[number]
            for number in entry.surfaces
            if self.index.surfaces[number].official
        ]
        shortest = min(official, key=lambda surface: len(surface.terms))
        facets = self.reader.lexicon.facet_by_key
        acts = {
            fold_word(word)
            for key in entry.own
            if facets[key].group
            for say in facets[key].say
            for word in say
        }
        matter = [(term, weight) for term, weight in shortest.terms if " " not in term]
        return [(term, weight) for term, weight in matter if term not in acts]

    def _fits(self, query: Query, row: Scored) -> bool:
        """True when the row explains what the person said, not only the subject."""
        acts = query.facets.has
        if acts and row.features[_MISSING] == 0.0:
            return True
        words = {term.word: term.weight for term in query.terms if term.weight >= 1}
        held = sum(weight for word, weight in words.items() if word in row.entry.weights)
        return bool(words) and held / sum(words.values()) >= 0.6
