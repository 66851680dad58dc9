"""Flow: ready cards and routes elsewhere, with the commune's facts filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import actions, options
from handlers.browse import WAYS_IN
from handlers.commands import Command, CountEvent, WipeInbound
from handlers.messages import Block, Button, Reply
from handlers.stale import STALE
from handlers.turns import Answer, AnswerProcedure, Told, Turn
from handlers.wording import guide as wording
from handlers.wording import hours as hours_wording
from handlers.wording import samples as samples_wording
from handlers.wording import shared
from handlers.wording.parts import centre_phone, desk_phone
from knowledge.base import KnowledgeBase
from knowledge.fields import shown_field
from knowledge.guidance import Card, Route
from knowledge.matching.outcomes import InputStyle, Intent, Reading, Subject
from knowledge.procedures import Part, Procedure
from knowledge.text.codes import procedure_codes

NOT_OURS = frozenset({Part.FEE, Part.TIME, Part.VALIDITY, Part.RESULT, Part.LIMIT, Part.FORMS})
"""Parts of a matter of another body that only this body can tell."""
SET_BY_COMMUNE = frozenset({None, Part.TIME, Part.PLACE, Part.LIMIT})
"""What is asked of a procedure that the card of the commune's own day and place answers."""
FIELDS_NAMED = 10
"""Fields named in a sentence; the directory has the rest."""
DIRECTORY = "menu"
"""Key of the card for who names no matter: it opens the directory too."""
NOT_KEPT = frozenset({Intent.COMPLAINT.value, Intent.DENUNCIATION.value})
"""Intents whose words are wiped once the road is told (F-11)."""


@dataclass(frozen=True, slots=True)
class InfoCards:
    """Shows cards and routes of the guidance."""

    base: KnowledgeBase

    def card(
        self, key: str, now: datetime, reading: Reading | None = None, words: str = ""
    ) -> Turn:
        """A card by key, for the day `words` ask about; one that is gone gives a kind word.

        Asked of a code nobody knows, that is said instead.
        """
        if reading is not None and (unknown := self._unknown(procedure_codes(words), reading)):
            return unknown
        found = self.base.card(key)
        if found is None:
            return STALE
        stale = found.review_by is not None and self.base.on > found.review_by
        blocks = wording.card(found, self.facts(now, words), stale=stale)
        answer = Answer("card", intent=_intent(found, reading), style=_style(reading))
        told = Told("card", value=key, style=_style(reading))
        return Turn(
            (Reply(tuple(blocks), self._buttons(found)),),
            subject=Subject(found.leads) if found.leads else None,
            commands=forgotten(found),
            told=(told,),
            answer=answer,
        )

    def _unknown(self, codes: Sequence[str], reading: Reading) -> Turn | None:
        if not codes or any(self.base.resolve(code) for code in codes):
            return None
        blocks = wording.unknown_code(codes[0], centre_phone(self.base.commune))
        answer = Answer("none", part=reading.part, intent=reading.intent, style=reading.style)
        told = Told("none", style=reading.style)
        return Turn((Reply(tuple(blocks)),), told=(told,), answer=answer)

    def told_first(self, procedure: Procedure) -> Card | None:
        """The card that goes before the record.

        The law's own road, for a procedure never taken in chat (F-10), or what the commune has
        set for it: the day the head receives citizens.
        """
        return next(
            (
                card
                for card in self.base.guidance.cards
                if card.leads == procedure.code
                or (
                    card.intent in NOT_KEPT
                    and any(button.code == procedure.code for button in card.buttons)
                )
            ),
            None,
        )

    def route(self, key: str, reading: Reading | None = None, *, alone: bool = True) -> Turn:
        """Where a matter goes that the commune does not do.

        With what the commune does that is near it, unless it is one answer among others.
        """
        found = self.base.route(key)
        if found is None:
            return STALE
        buttons = tuple(self._related(found)) if alone else ()
        related = "Ở phường, xã, anh/chị có thể cần:" if buttons else ""
        facts = self.base.commune.facts()
        blocks = wording.route(found, related, facts)
        if reading and reading.follow_up and not found.urgent and reading.part in NOT_OURS:
            blocks = wording.not_ours(found, facts)
        intent = Intent.EMERGENCY if found.urgent else reading.intent if reading else Intent.INFO
        answer = Answer("route", related=found.related, intent=intent, style=_style(reading))
        told = Told("route", value=key, style=_style(reading))
        reply = Reply(tuple(blocks), buttons)
        return Turn((reply,), subject=Subject(route=key), told=(told,), answer=answer)

    def repealed(self, procedure: Procedure) -> Turn:
        """A procedure that is no longer done, without a successor."""
        phone = desk_phone(procedure, self.base.commune)
        blocks = wording.repealed(procedure.title, procedure.code, phone)
        shown = (AnswerProcedure(procedure.code, procedure.title, 1.0),)
        answer = Answer("answer", shown, intent=Intent.PROCEDURE)
        told = Told("answer", procedure.code, self.base.version_of(procedure.code))
        return Turn((Reply(tuple(blocks)),), told=(told,), answer=answer)

    def unsure(self, family: str, offered: Sequence[Procedure] = ()) -> Turn:
        """For who cannot tell: what all options share, and the desk.

        A family says it in its own words; of other options it is what their records agree on.
        """
        desk = self.base.commune.desks.get("psc")
        phone = f"{desk.name} {desk.phone}".strip() if desk else self.base.commune.name
        facts = self.base.commune.facts()
        found = self.base.family(family)
        known = found.shared if found else ()
        lines = [text for line in known if (text := wording.fill(line, facts))]
        lines = lines or shared.lines(offered, self.base.commune)
        blocks = wording.shared_ground(lines, phone)
        return Turn((Reply(tuple(blocks)),))

    def sample(self, code: str) -> Turn:
        """The filled sample of a procedure."""
        found = self.base.sample(code)
        if found is None:
            return STALE
        buttons = (Button("Giấy tờ cần có", actions.build("p", code, "documents")),)
        reply = Reply(tuple(samples_wording.sample(found)), buttons, subject=f"procedure:{code}")
        named = self.base.active(code)
        shown = () if named is None else (AnswerProcedure(code, named.title, 1.0),)
        answer = Answer("answer", shown, part=Part.FORMS, intent=Intent.PROCEDURE)
        told = Told("answer", code, self.base.version_of(code), Part.FORMS, "sample")
        return Turn((reply,), subject=Subject(code, (), Part.FORMS), told=(told,), answer=answer)

    def facts(self, now: datetime, words: str = "") -> dict[str, str]:
        """Placeholders of cards: the commune's own, and those of the hour or the day asked for."""
        return {
            **self.base.commune.facts(),
            **hours_wording.facts(self.base.commune, self.base.calendar, now),
            "hours_asked": hours_wording.asked(self.base.commune, self.base.calendar, now, words),
            "codes_count": str(len(self.base.procedures)),
            "fields_list": self._fields(),
            "feedback_now": hours_wording.feedback_now(self.base.commune),
        }

    def _fields(self) -> str:
        """The fields people meet in life, first; hundreds of procedures have dozens of fields."""
        fields = self.base.field_keys()
        codes = (code for event in self.base.guidance.life_events for code in event.codes)
        active = (one for code in codes if (one := self.base.active(code)) is not None)
        met = (name for one in active if (name := shown_field(one.field)) in fields)
        names = list(dict.fromkeys((*met, *fields)))
        left = len(names) - FIELDS_NAMED
        more = f" và {left} lĩnh vực khác" if left > 0 else ""
        return ", ".join(names[:FIELDS_NAMED]) + more

    def _related(self, found: Route) -> list[Button]:
        known = [one for code in found.related if (one := self.base.active(code)) is not None]
        return [Button(one.title, actions.build("p", one.code)) for one in known]

    def _buttons(self, found: Card) -> tuple[Button, ...]:
        own = tuple(
            Button(one.label, options.option_action(one))
            for one in options.family_options(found.buttons)
        )
        return (*own, *WAYS_IN) if found.key == DIRECTORY else own


def beside_part(card: Card, told: Sequence[Block], asked: Sequence[Block]) -> list[Block]:
    """The asked part of a record, then its card: all the commune has set, of a road one line."""
    return [*asked, *(told[1:] if card.leads else told[1:2])]


def forgotten(card: Card) -> tuple[Command, ...]:
    """A complaint or denunciation told here is not kept, only counted (F-11)."""
    if card.intent not in NOT_KEPT:
        return ()
    return (WipeInbound(), CountEvent(f"routed.{card.intent}"))


def _style(reading: Reading | None) -> InputStyle:
    return reading.style if reading else InputStyle.EMPTY


def _intent(found: Card, reading: Reading | None) -> Intent:
    return reading.intent if reading else Intent(found.intent)
