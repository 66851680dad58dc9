"""The gate before a card made from an answer is live: it answers its own questions and no others.

Beside the labelled questions, which must stay as right as they were and may not be answered by
the card, it asks every way to put it that the ward knows: titles and aliases of procedures,
phrases of families, routes, shipped cards and other cards of the commune. What may name somebody
is looked for once more, with the recogniser.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.alias_gate import labelled, wrong_of
from bot.config import Settings
from bot.dialogue import Dialogue, router_of
from bot.knowledge import knowledge_of
from handlers.cases.card_source import left_in
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from handlers.wording.card_teaching import why
from knowledge.base import KnowledgeBase
from knowledge.catalogue_store.answer_cards import Card
from knowledge.matching.own_cards import CardFinder
from knowledge.own_cards import KEY, Flaw, Private, flaws
from knowledge.text.folding import fold


@dataclass(frozen=True, slots=True)
class CardVerdict:
    """What the gate found."""

    astray: tuple[str, ...]
    """Ways to ask that do not lead to the card."""
    spoilt: tuple[str, ...]
    """Known questions that are worse, or the card's now, by name and words."""
    private: tuple[Private, ...]
    unsound: tuple[Flaw, ...]
    asked: int

    @property
    def passed(self) -> bool:
        """Whether it may be live."""
        return not self.reason

    @property
    def reason(self) -> str:
        """Why not, as officers read it."""
        return why(self.astray, self.spoilt, self.private, self.unsound)


def tried_card(settings: Settings, store: Store, card: Card, now: datetime) -> CardVerdict:
    """Ask everything the card could answer, with and without it; nothing is changed.

    Cards stand beside the index (`knowledge.matching.own_cards`): words none of its phrases fits
    are read as before, so they need not be asked.
    """
    before = knowledge_of(settings, store).at(now)
    own, gone = card.own.as_card(), f"{KEY}{card.replaces}"
    kept = [one for one in before.own_cards if one.key not in {own.key, gone}]
    after = replace(before, own_cards=(own, *kept))
    finder, router = CardFinder((own,), before.matcher), router_of(after)

    def leads(words: str) -> bool:
        """Whether the card answers these words, said in a new conversation."""
        told = Dialogue(router, now).says(words).told
        return any(one.value == own.key for one in told)

    known = dict(_known(before))
    fitting = [words for words in known if finder.fits(words)]
    taken = {f"{known[words]}: {words}" for words in fitting if leads(words)}
    lines = [
        line
        for line in labelled()
        if any(finder.fits(one.question) for one in line.turns or (line,))
    ]
    worse = wrong_of(after, now, lines)[0] - wrong_of(before, now, lines)[0]
    phrases = [words for one in own.phrases for words in (one, fold(one))]
    return CardVerdict(
        astray=tuple(one for one in phrases if not leads(one)),
        spoilt=tuple(sorted(worse | taken)),
        private=left_in(ward_of(settings.commune), card.own.text.body, card.kept),
        unsound=flaws(card.own.text),
        asked=len(known),
    )


def _known(base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Every question and phrase the ward knows how to take, with its name; own cards apart."""
    for line in labelled():
        yield from ((one.question, line.identity) for one in line.turns or (line,))
    for code, one in base.procedures.items():
        yield from ((words, code) for words in (one.title, one.name, *one.aliases))
    guidance = base.guidance
    for kind in (guidance.families, guidance.routes, guidance.cards, guidance.life_events):
        yield from ((words, each.key) for each in kind for words in each.phrases)
