"""Flow: "is this really the ward?", answered in a chat and on the page `/kiem-tra`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.check_codes import Issued
from handlers.commands import Command, CountEvent, WipeInbound
from handlers.dossier_commands import CountLookUp
from handlers.genuine import Found, Verdict, check, concerns
from handlers.genuine_named import alone
from handlers.genuine_ports import GenuinePorts
from handlers.info import InfoCards
from handlers.lookups import LookUpLog
from handlers.messages import Block, Button, Inbound, Paragraph, Reply
from handlers.saying import prefixed, say
from handlers.turns import Answer, Turn
from handlers.wording import genuine as wording
from handlers.wording.asking import CALL
from knowledge.base import KnowledgeBase
from knowledge.commune import Commune
from knowledge.matching.outcomes import Intent

WARNED: Final = Answer("card", intent=Intent.INFO)
CARD = "khong_qua_co"
"""The card on impostors; its button is left out where the card is not."""


@dataclass(frozen=True, slots=True)
class GenuineFlow:
    """One person's question about a message."""

    base: KnowledgeBase
    ports: GenuinePorts
    log: LookUpLog
    inbound: Inbound
    now: datetime

    def turn(self, words: str) -> Turn | None:
        """The answer; None: these words hold no code and ask about no message."""
        if not concerns(words, self.base.commune):
            return None
        verdict = check(words, self.base.commune, self.ports)
        if verdict.found is Found.ASKED:
            return prefixed(self._card(), Paragraph(wording.HOW))
        contact = self.inbound.address.contact
        tries = self.log.tries(f"genuine:{contact}", "genuine", self.now)
        mine = tries.counts[:1]
        until = mine[0].paused_until if mine else None
        if until is not None and until > self.now:
            return say(wording.paused(until), WipeInbound())
        commands: list[Command] = [WipeInbound(), CountEvent(f"genuine.{verdict.found}")]
        if verdict.failed:
            entries = tuple((one.name, one.number + 1) for one in mine)
            commands.append(CountLookUp(entries, failed=True))
        doubt = verdict.doubt(self.ports.seal, contact, self.now)
        if doubt is not None:
            commands.append(doubt)
        reply = Reply(answer(verdict, self.base.commune), self._buttons(verdict))
        return Turn((reply,), commands=tuple(commands), answer=WARNED)

    def number(self, words: str) -> Turn | None:
        """Whose a telephone number is that came with nothing beside it; None: there is more.

        Asked last: an open step, a case or a dossier may have wanted it. It may be the person's
        own, so that nothing is counted as a doubt.
        """
        if not alone(words):
            return None
        verdict = check(words, self.base.commune, self.ports)
        call_me = Button(CALL, actions.build("callback"))
        reply = Reply(answer(verdict, self.base.commune), (*self._buttons(verdict), call_me))
        counted = CountEvent(f"genuine.{verdict.found}")
        return Turn((reply,), commands=(WipeInbound(), counted), answer=WARNED)

    def _card(self) -> Turn:
        if self.base.card(CARD) is None:
            return say(wording.NEVER)
        return InfoCards(self.base).card(CARD, self.now)

    def _buttons(self, verdict: Verdict) -> tuple[Button, ...]:
        sure = verdict.found in {Found.WHOLE, Found.PART}
        if sure or self.base.card(CARD) is None:
            return ()
        return (Button(wording.SEE_SCAMS, actions.build("c", CARD)),)


def answer(verdict: Verdict, commune: Commune) -> tuple[Block, ...]:
    """The verdict in words: what it is, what to do, which numbers and addresses are not ours."""
    if verdict.found is Found.ASKED:
        return (Paragraph(wording.HOW), Paragraph(wording.NEVER))
    if verdict.found is Found.NAMED:
        return _whose(verdict, commune)
    if verdict.of is not None and verdict.issued is not None:
        return _neighbours(verdict, verdict.of, verdict.issued, commune)
    issued, strangers = verdict.issued, wording.strangers(verdict.foreign)
    if issued is None or verdict.found is Found.ALTERED:
        told = _doubtful(verdict, commune)
        return (*told, *strangers, *_ask_first(verdict, commune))
    if verdict.found is Found.CODE or verdict.form is not None:
        told = wording.real(commune, issued.kind, issued.day, wording.CODE_ONLY)
        if verdict.form is not None:
            told = wording.by_form(commune, issued.kind, issued.day, verdict.form)
        return (*told, *strangers, wording.call(commune))
    more = wording.WHOLE if verdict.found is Found.WHOLE else wording.PART
    return tuple(wording.real(commune, issued.kind, issued.day, more))


def _neighbours(
    verdict: Verdict, of: Commune, issued: Issued, commune: Commune
) -> tuple[Block, ...]:
    """Another commune's of this program: whose it is, and that it vouches for nothing here."""
    strangers = wording.strangers(verdict.foreign, of)
    if verdict.found is Found.ALTERED:
        told = wording.altered(of, issued.kind, issued.day)
        return (*told, *strangers, wording.call(of), Paragraph(wording.NEVER))
    more = {Found.WHOLE: wording.WHOLE, Found.PART: wording.PART}.get(
        verdict.found, wording.CODE_ONLY
    )
    told = wording.neighbours(of, commune, issued.kind, issued.day)
    if verdict.form is not None:
        return (*told, *wording.fields_of(verdict.form), *strangers, wording.call(of))
    return (*told, Paragraph(more), *strangers, wording.call(of))


def _doubtful(verdict: Verdict, commune: Commune) -> list[Block]:
    """What is wrong with it."""
    if verdict.issued is not None:
        return wording.altered(commune, verdict.issued.kind, verdict.issued.day)
    if verdict.found is Found.MISTYPED:
        return [Paragraph(wording.LOOK_AGAIN)]
    if verdict.found is Found.IMPOSTOR:
        return wording.impostor()
    return wording.unknown() if verdict.found is Found.UNKNOWN else wording.not_ours(commune)


def _ask_first(verdict: Verdict, commune: Commune) -> tuple[Block, ...]:
    """Whom to ask before doing what it says."""
    if verdict.found is not Found.IMPOSTOR:
        return (wording.call(commune), Paragraph(wording.NEVER))
    return (*wording.owned(verdict.ours), wording.call(commune), Paragraph(wording.TOO_LATE))


def _whose(verdict: Verdict, commune: Commune) -> tuple[Block, ...]:
    """Whose the numbers and addresses are; of one that is ours also that it can be forged."""
    told = wording.owned(verdict.ours)
    if verdict.foreign:
        told += wording.not_listed(verdict.foreign, commune)
        told.append(wording.call(commune))
    return (*told, Paragraph(wording.NEVER))
