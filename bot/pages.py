"""The public pages' content, from the knowledge in force."""

from datetime import datetime
from typing import Final, Protocol

from bot.web.ports import Directory, LifeEvent, Listed
from handlers.clock import Clock
from handlers.guide import ProcedureGuide
from handlers.info import InfoCards
from handlers.messages import Heading, Inbound, InboundKind, Reply
from handlers.privacy import PersonalRecords
from handlers.router import NOBODY, Router
from handlers.turns import ConversationState
from handlers.wording import hours as hours_wording
from handlers.wording import privacy as privacy_wording
from knowledge.base import KnowledgeBase
from knowledge.fields import shown_field
from knowledge.procedures import CatalogueState

AT_THE_WARD: Final = ("gio_lam_viec", "dia_chi", "duong_day_nong", "tiep_cong_dan")
"""Cards that together say when and where the ward is met, the hours first."""


class Knows(Protocol):
    """The part of `bot.knowledge.KnowledgeSource` the pages need."""

    def at(self, now: datetime) -> KnowledgeBase:
        """What is in force."""
        ...


class KnowledgePages:
    """Implements the web's `PublicPages`."""

    def __init__(self, source: Knows, records: PersonalRecords, clock: Clock) -> None:
        self._source = source
        self._router = Router(source.at, records)
        self._clock = clock

    def greeting(self) -> Reply:
        """The first words of a chat, as the router says them to anybody."""
        now = self._clock.now()
        opened = Inbound(NOBODY, "greeting", now, kind=InboundKind.START)
        return self._router.respond(opened, ConversationState(), now).replies[0]

    def directory(self) -> Directory:
        """Every procedure in force, and the life events that lead to some of them."""
        base = self._base()
        listed = tuple(Listed(one.code, one.title, shown_field(one.field)) for one in base.by_title)
        events = (
            LifeEvent(one.title, tuple(code for code in one.codes if base.active(code)))
            for one in base.guidance.life_events
        )
        return Directory(listed, tuple(event for event in events if event.codes))

    def card(self, code: str) -> Reply | None:
        """The full card; a replaced code shows its successor, a repealed one says so."""
        base = self._base()
        if base.resolve(code) is None:
            return None
        return ProcedureGuide(base).show(code, "full").replies[0]

    def checklist(self, code: str) -> Reply | None:
        """The papers alone, to print."""
        base = self._base()
        found = base.resolve(code)
        if found is None or found[0].state is CatalogueState.REPEALED:
            return None
        return ProcedureGuide(base).checklist(code).replies[0]

    def hours(self, now: datetime) -> Reply:
        """Hours, desks, hotline and reception day: their cards, or the bare hours without one."""
        base = self._base()
        known = [key for key in AT_THE_WARD if base.card(key) is not None]
        if AT_THE_WARD[0] in known:
            told = [InfoCards(base).card(key, now).replies[0].blocks for key in known]
            return Reply(tuple(block for blocks in told for block in blocks))
        facts = hours_wording.facts(base.commune, base.calendar, now)
        return Reply((Heading("Giờ làm việc"), *hours_wording.lines(facts)))

    def privacy(self) -> Reply:
        """What is kept, how long, and the rights over it."""
        return Reply(
            tuple(privacy_wording.overview(self._base().commune, consent=None, asking=False))
        )

    def _base(self) -> KnowledgeBase:
        return self._source.at(self._clock.now())
