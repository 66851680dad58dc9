"""The gate's turn at phrases and cards somebody with the right to has asked it to try."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.config import Settings
from handlers.cases.card_teaching import judged as judge_card
from handlers.cases.teaching import judged
from handlers.store.unit_of_work import Store
from handlers.wording.teaching import why
from knowledge.catalogue_store import answer_cards
from knowledge.catalogue_store.aliases import AliasState, one_alias, waiting
from knowledge.commune import Commune
from scheduler.timetable import LongJob

EVERY = timedelta(minutes=1)
WAITING = frozenset({AliasState.CHECK, AliasState.ASKED})

log = structlog.get_logger(__name__)


def gate_job(settings: Settings, communes: Sequence[Commune] = ()) -> LongJob:
    """Tries what waits, one after another; each asks the labelled questions twice.

    Phrases are the whole installation's; cards are each commune's own.
    """
    everyone = communes or (settings.commune,)

    def run(store: Store, now: datetime) -> None:
        try_phrases(settings, store, now)
        for commune in everyone:
            try_cards(settings.model_copy(update={"commune": commune}), store, now)
        _lapse(store, now)

    return LongJob("aliases.gate", run, EVERY)


def try_phrases(settings: Settings, store: Store, now: datetime) -> int:
    """How many phrases were tried."""
    with store.read() as work:
        numbers = waiting(work.session, WAITING)
    for number in numbers:
        _try(settings, store, number, now)
    return len(numbers)


def try_cards(settings: Settings, store: Store, now: datetime) -> int:
    """How many cards of the settings' commune were tried."""
    with store.read() as work:
        found = answer_cards.cards(work.session, settings.commune.key)
        numbers = [one.number for one in found if one.state in WAITING]
    for number in numbers:
        _try_card(settings, store, number, now)
    return len(numbers)


def _lapse(store: Store, now: datetime) -> None:
    """Cards nobody decided on for months lose their words."""
    with store.read() as work:
        old = answer_cards.lapsed(work.session, now)
    if old:
        with store.work() as work:
            for number in old:
                answer_cards.drop(work.session, number, now)
            work.commit()


def _try_card(settings: Settings, store: Store, number: int, now: datetime) -> None:
    from bot.card_gate import tried_card  # what it needs is loaded when it is needed

    key = settings.commune.key
    with store.read() as work:
        card = answer_cards.one_card(work.session, key, number)
    if card is None:
        return
    verdict = tried_card(settings, store, card, now)
    with store.work() as work:
        still = answer_cards.one_card(work.session, key, number)
        if still is None or still.state != card.state:
            return  # taken back meanwhile
        judge_card(work, key, still, verdict.reason, now)
        work.commit()
    log.info("card.judged", card=number, passed=verdict.passed, asked=verdict.asked)


def _try(settings: Settings, store: Store, number: int, now: datetime) -> None:
    from bot.alias_gate import tried  # what it needs is loaded when it is needed
    from bot.knowledge import knowledge_of

    with store.read() as work:
        row = one_alias(work.session, number)
    if row is None:
        return
    verdict = tried(settings, store, row, now)
    record = knowledge_of(settings, store).at(now).active(row.code)
    title = record.title if record is not None else row.code
    reason = "" if verdict.passed else why(leads=verdict.leads, spoilt=verdict.spoilt)
    with store.work() as work:
        still = one_alias(work.session, number)
        if still is None or still.state != row.state:
            return  # taken back meanwhile
        judged(work, settings.commune.key, still, title, reason, now)
        work.commit()
    log.info("alias.judged", alias=number, passed=verdict.passed, asked=verdict.asked)
