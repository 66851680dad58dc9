"""Flow: the answer to a question becomes a card of the commune, with the officer's word.

Three turns in the private chat of who answered: title and ways to ask, the text (what may name
somebody is shown first), the card as it will be read. It lies on trial until a desk lead or a head
lets it be tried; the gate (`bot.card_gate`) then decides, and it may be taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from handlers import actions
from handlers.commands import SetCard, TeachCard
from handlers.feedback.card_ports import Cards, CardSource
from handlers.messages import Block, Button, Inbound, Paragraph, Reply
from handlers.officers import Officer
from handlers.roles import Act, may
from handlers.saying import say
from handlers.stale import STALE
from handlers.turns import ConversationState, Turn
from handlers.ward import Ward
from handlers.wording import card_teaching as wording
from handlers.wording import guide as guide_wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from knowledge.own_cards import (
    LONGEST_PHRASE,
    LONGEST_TITLE,
    REVIEW_AFTER,
    CardText,
    Drafted,
    Flaw,
    flaws,
    left_private,
)
from knowledge.redaction.masking import masked

TITLE: Final = "teach.card"
BODY: Final = "teach.body"
CHECK: Final = "teach.check"
STEPS: Final = frozenset({TITLE, BODY, CHECK})
_OF_THE_HEAD: Final = frozenset({Flaw.TITLE, Flaw.PHRASES, Flaw.PHRASE})
"""What the first message is at fault for; the rest is the text's."""


@dataclass(frozen=True, slots=True)
class CardTeaching:
    """One message of an officer about a card."""

    base: KnowledgeBase
    cards: Cards
    inbound: Inbound
    state: ConversationState
    now: datetime

    @property
    def ward(self) -> Ward:
        """The commune as the store needs it."""
        return Ward(self.base.commune, self.base.calendar)

    def act(self, what: str, about: str) -> Turn:
        """A tap."""
        officer = self.state.actor
        if not isinstance(officer, Officer) or self.inbound.group:
            return STALE
        if what in _OF_A_CARD:
            return self._of_card(officer, what, about)
        code = CaseCode.read(about, self.base.commune.key)
        if code is None or (source := self._source(officer, code)) is None:
            return STALE
        if what == "card":
            return self._begin(code, source)
        same = self._draft.get("code") == str(code) and self.state.step in STEPS
        return _TAPS[what](self, officer, code, source) if same else STALE

    def step(self, said: str) -> Turn | None:
        """Title and ways to ask, or the text."""
        officer = self.state.actor
        code = CaseCode.read(str(self._draft.get("code", "")), self.base.commune.key)
        if not isinstance(officer, Officer) or code is None:
            return None
        source = self._source(officer, code)
        if source is None:
            return None
        if self.state.step == TITLE:
            return self._titled(officer, code, source, said)
        return self._written(officer, code, source, {**self._draft, "body": said, "kept": []})

    @property
    def _draft(self) -> dict[str, Any]:
        return dict(self.state.draft or {})

    def _source(self, officer: Officer, code: CaseCode) -> CardSource | None:
        if not may(officer, Act.TEACH):
            return None
        return self.cards.source(self.ward, officer, code, self.now)

    def _begin(self, code: CaseCode, source: CardSource) -> Turn:
        asked = wording.ASK_TITLE.format(code=code, title=LONGEST_TITLE, phrase=LONGEST_PHRASE)
        blocks: list[Block] = [Paragraph(asked)]
        matter = " ".join(source.matter.split())
        if 0 < len(matter) <= LONGEST_PHRASE and masked(matter) == matter:
            blocks.append(Paragraph(wording.ITS_WORDS.format(matter=matter)))
        return _asking(blocks, (), TITLE, {"code": str(code)})

    def _titled(self, officer: Officer, code: CaseCode, source: CardSource, said: str) -> Turn:
        title, *phrases = [line.strip(" -•\t") for line in said.strip().splitlines()] or [""]
        text = CardText(title, tuple(phrases), source.answer).tidied()
        if wrong := [one for one in flaws(text) if one in _OF_THE_HEAD]:
            blocks: list[Block] = [Paragraph(line) for line in wording.flaw_lines(wrong)]
            return _asking(blocks, (), TITLE, {"code": str(code)})
        kept = {"code": str(code), "title": text.title, "phrases": list(text.phrases)}
        return self._body(officer, code, source, {**kept, "body": text.body, "kept": []})

    def _body(
        self, officer: Officer, code: CaseCode, source: CardSource, draft: dict[str, Any]
    ) -> Turn:
        """The text as it stands, with what may name somebody."""
        body = str(draft["body"])
        found = self.cards.private(self.ward, officer, code, body, self.now)
        left = left_private(body, draft["kept"], lambda _: found)
        blocks: list[Block] = [
            Paragraph(wording.BODY.format(who=source.answered_by)),
            *(Paragraph(line) for line in body.splitlines()),
        ]
        if left:
            blocks += [Paragraph(wording.PRIVATE), *wording.private_lines(left)]
        locked = any(one.locked for one in left)
        if left and not locked:
            blocks.append(Paragraph(wording.PRIVATE_MAY))
        blocks.append(Paragraph(wording.REWRITE))
        keep = Button(
            wording.KEEP_PRIVATE if left else wording.KEEP,
            actions.build("teach", "ckeep", str(code)),
        )
        return _asking(blocks, () if locked else (keep,), BODY, draft)

    def _keep(self, officer: Officer, code: CaseCode, source: CardSource) -> Turn:
        """The text stays as it was shown, and what looked private with it."""
        body = str(self._draft.get("body", ""))
        found = self.cards.private(self.ward, officer, code, body, self.now)
        kept = [one.words for one in found if not one.locked]
        return self._written(officer, code, source, {**self._draft, "kept": kept})

    def _again(self, officer: Officer, code: CaseCode, source: CardSource) -> Turn:
        return self._body(officer, code, source, self._draft)

    def _written(
        self, officer: Officer, code: CaseCode, source: CardSource, draft: dict[str, Any]
    ) -> Turn:
        """The whole card as it will be read; or what stands against it."""
        drafted = self._drafted(source, draft)
        draft = {**draft, "body": drafted.text.body}
        if wrong := flaws(drafted.text):
            blocks: list[Block] = [Paragraph(line) for line in wording.flaw_lines(wrong)]
            return _asking(blocks, (), BODY, draft)
        found = self.cards.private(self.ward, officer, code, drafted.text.body, self.now)
        if left_private(drafted.text.body, drafted.kept, lambda _: found):
            return self._body(officer, code, source, draft)
        blocks = [Paragraph(wording.PREVIEW), *wording.shown(drafted)]
        buttons = (
            Button(wording.SAVE, actions.build("teach", "csave", str(code))),
            Button(wording.AGAIN, actions.build("teach", "ctext", str(code))),
        )
        return _asking(blocks, buttons, CHECK, draft)

    def _save(self, officer: Officer, code: CaseCode, source: CardSource) -> Turn:
        drafted = self._drafted(source, self._draft)
        found = self.cards.private(self.ward, officer, code, drafted.text.body, self.now)
        if flaws(drafted.text) or left_private(drafted.text.body, drafted.kept, lambda _: found):
            return self._written(officer, code, source, self._draft)
        said = wording.NOTED.format(title=drafted.text.title)
        return say(said, TeachCard(self.ward, officer, drafted))

    def _drafted(self, source: CardSource, draft: dict[str, Any]) -> Drafted:
        phrases = tuple(str(one) for one in draft.get("phrases", ()))
        text = CardText(str(draft.get("title", "")), phrases, str(draft.get("body", ""))).tidied()
        kept = tuple(str(one) for one in draft.get("kept", ()))
        told = (source.answered_by, source.answered_on)
        return Drafted(text, kept, *told, self.base.on + REVIEW_AFTER)

    def _of_card(self, officer: Officer, what: str, number: str) -> Turn:
        """A lead's word about a card: try it, drop it, take it back."""
        known = number.isascii() and number.isdecimal()
        found = self.cards.one(officer.commune, int(number)) if known else None
        becomes, from_states, said = _OF_A_CARD[what]
        if not may(officer, Act.LET_LIVE):
            return say(wording.NOT_ALLOWED)
        if found is None or found.state not in from_states:
            return say(wording.NOT_NOW)
        command = SetCard(officer, found.number, found.state, becomes)
        return say(said.format(title=found.title), command)


_TAPS: Final[dict[str, Callable[[CardTeaching, Officer, CaseCode, CardSource], Turn]]] = {
    "ckeep": CardTeaching._keep,  # noqa: SLF001 - its own table
    "ctext": CardTeaching._again,  # noqa: SLF001
    "csave": CardTeaching._save,  # noqa: SLF001
}
_OF_A_CARD: Final = {
    "ctry": ("asked", ("trial", "check"), wording.TRYING),
    "cdrop": ("revoked", ("trial", "check", "asked"), wording.DROPPED),
    "crevoke": ("revoked", ("live",), wording.REVOKED),
}
ACTS: Final = frozenset({"card", *_TAPS, *_OF_A_CARD})


def _asking(
    blocks: list[Block], buttons: tuple[Button, ...], step: str, kept: dict[str, Any]
) -> Turn:
    cancel = Button(guide_wording.CANCEL, actions.build("cancel"))
    return Turn((Reply(tuple(blocks), (*buttons, cancel)),), step=step, draft=kept)
