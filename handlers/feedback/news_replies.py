"""Flow: an answer to what the ward wrote to many reaches a person, and does not vanish.

What replies to its message and the guide cannot answer opens a question at once, but for a mere
"dạ em biết rồi"; all else is offered the way to a person.

It answers a broadcast when it replies to its message; where channels have no reply, when it is
the first free message within a day after it and no clear question of another kind.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from handlers import actions
from handlers.commands import OpenCase
from handlers.feedback.asking import Asking
from handlers.feedback.forgetting import OFFER
from handlers.feedback.news_ports import SUBJECT, NewsSent, SentNews
from handlers.messages import Button, Inbound, Paragraph, Reply
from handlers.saying import prefixed
from handlers.turns import IDLE, ConversationState, Turn
from handlers.wording import asking as asking_wording
from handlers.wording import news_replies as wording
from knowledge.base import KnowledgeBase
from knowledge.text.folding import fold, word_set

_UNSURE = frozenset({"none", "clarify"})
_WORD: Final = re.compile(r"\w+")
_COURTESY: Final = word_set(
    """
    da vang ok oke okie oki okay u uh um uhm o a e em anh chi co chu bac toi minh biet ro roi nhan
    duoc dc hieu xem doc thay tin nhe nha ah thong bao cam on camon tks thanks thank you phuong xa
    ha noted yes vag vg daj
    """
)
"""Words that only tell that a message was read."""


@dataclass(frozen=True, slots=True)
class NewsReplies:
    """One message as far as it answers a broadcast."""

    base: KnowledgeBase
    news: NewsSent
    inbound: Inbound
    state: ConversationState
    now: datetime
    asking: Asking

    @property
    def named(self) -> bool:
        """Whether it replies to a broadcast's own message."""
        return (self.inbound.subject or "").startswith(SUBJECT)

    def offered(self, said: str, turn: Turn) -> Turn:
        """The turn with the way to a person, the broadcast noted."""
        if turn.answer is None or not turn.replies or self.inbound.group:
            return turn
        if not self.base.commune.feedback.open:
            return turn
        report = "since" in (turn.draft or {}) and turn.step != OFFER
        known = self.named or report or self._pending is not None
        if not known and turn.answer.outcome not in _UNSURE:
            return turn
        sent = self._sent()
        if sent is None:
            return turn
        if report or any(isinstance(one, OpenCase) for one in turn.commands):
            return _noted(turn, sent)
        return turn if turn.commands else self._offer(said, turn, sent)

    def pictured(self, turn: Turn) -> Turn:
        """A picture without words in answer to a broadcast: words are asked for, to a person."""
        if turn.unchanged or not turn.replies or self.inbound.group:
            return turn
        sent = self._pictured() if self.base.commune.feedback.open else None
        if sent is None:
            return turn
        *others, last = turn.replies
        lead = Paragraph(f"{wording.lead(sent.words, sent.at)} {wording.PICTURE}")
        seen = (Paragraph(wording.KEPT),) if self._all_kept else last.blocks
        reply = replace(last, blocks=(*seen, lead), choices=_buttons())
        before = (self.state.draft or {}) if self._answering == sent.number else {}
        draft: dict[str, Any] = {
            "parts": before.get("parts") or [],
            "broadcast": sent.number,
            "files": int(before.get("files") or 0) + self.inbound.kept,
            "since": before.get("since") or self.inbound.received_at.isoformat(),
        }
        return replace(turn, replies=(*others, reply), step=OFFER, draft=draft)

    @property
    def _all_kept(self) -> bool:
        """Whether nothing but that it is here needs to be said about what was sent."""
        return self.inbound.kept == len(self.inbound.files) > 0

    @property
    def _answering(self) -> int | None:
        """The broadcast that the last message answered, its way to a person still offered."""
        waits = self.state.step == OFFER and not self.state.expired
        return (self.state.draft or {}).get("broadcast") if waits else None

    @property
    def _pending(self) -> int | None:
        """The same, where that was a picture, whose words come now."""
        return None if (self.state.draft or {}).get("parts") else self._answering

    def _pictured(self) -> SentNews | None:
        """What a picture answers: a second one the same as what came before it."""
        if not self.named and self._answering is not None:
            return self.news.answered(self.inbound.address, self._answering)
        return self._sent()

    def _sent(self) -> SentNews | None:
        if not self.named and self._pending is not None:
            return self.news.answered(self.inbound.address, self._pending)
        if self.named:
            number = (self.inbound.subject or "").removeprefix(SUBJECT)
            return self.news.answered(self.inbound.address, int(number))
        return self.news.lately(self.inbound.address, self.now)

    def _offer(self, said: str, turn: Turn, sent: SentNews) -> Turn:
        *others, last = turn.replies
        lead, buttons = Paragraph(wording.lead(sent.words, sent.at)), _buttons()
        draft: dict[str, Any] = {"parts": [said], "broadcast": sent.number}
        since = self.inbound.received_at.isoformat()
        if self._pending is not None:
            pictured = self.state.draft or {}
            draft["files"], since = pictured.get("files", 0), pictured.get("since", since)
        if turn.answer is not None and turn.answer.outcome == "none":
            if self.named and not is_courtesy(said):
                kept = {"files": draft["files"], "since": since} if draft.get("files") else {}
                turn = replace(self.asking.answers(sent.number, said, kept), answer=turn.answer)
                return prefixed(turn, lead)
            reply = Reply((lead, Paragraph(wording.CHOOSE)), buttons)
            draft["since"] = since
            return replace(turn, replies=(reply,), step=OFFER, draft=draft)
        known = {button.action for button in last.choices}
        more = tuple(button for button in buttons if button.action not in known)
        beside = Paragraph(f"{lead.text} {wording.BESIDE}")
        last = replace(last, blocks=(*last.blocks, beside), choices=(*last.choices, *more))
        turn = replace(turn, replies=(*others, last), draft={**(turn.draft or {}), **draft})
        if turn.step != IDLE:
            return turn
        draft["since"] = since
        return replace(turn, step=OFFER, draft=draft)


def is_courtesy(said: str) -> bool:
    """True for a mere word that it was read: "dạ em biết rồi ạ", "ok", "👍"."""
    words = set(_WORD.findall(fold(said)))
    return words <= _COURTESY


def _noted(turn: Turn, sent: SentNews) -> Turn:
    """A report that is being taken, or was taken at once."""
    commands = tuple(
        replace(one, broadcast=sent.number) if isinstance(one, OpenCase) else one
        for one in turn.commands
    )
    draft = turn.draft
    if draft is not None and "since" in draft:
        draft = {**draft, "broadcast": sent.number}
    return replace(turn, commands=commands, draft=draft)


def _buttons() -> tuple[Button, ...]:
    return (
        Button(asking_wording.ASK, actions.build("human", "send")),
        Button(wording.REPORT, actions.build("fb", "this")),
        Button(asking_wording.CALL, actions.build("human", "call")),
    )
