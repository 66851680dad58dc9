"""Answered is not solved: whether it is, how satisfied, in which of the six groups not (§8)."""

import re
from dataclasses import dataclass, replace
from typing import Final

from handlers import actions
from handlers.commands import RateCase, ReopenCase
from handlers.feedback.follow import ADDING, CaseFollow
from handlers.feedback.opening import asked_of
from handlers.feedback.ports import CaseView
from handlers.feedback.roads import Roads
from handlers.messages import Button, Paragraph, Reply
from handlers.ratings import CHANGEABLE, LOW, Criterion
from handlers.saying import say
from handlers.turns import Turn
from handlers.wording import feedback as wording
from handlers.wording import rating as rating_wording
from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.clocks import CaseClocks, ClockName, shipped_rules
from knowledge.feedback.states import OPEN, CaseAct, CaseState, after
from knowledge.text.folding import fold

UNSOLVED: Final = "feedback.unsolved"
"""A step of releases before, in which a case waited for words to be opened again."""
_SOLVED: Final = frozenset(
    {"da giai quyet", "giai quyet roi", "da giai quyet roi", "xong roi", "da xong", "da xong roi"}
)
_NOT_YET: Final = ("chua", "van chua", "chua xong", "chua duoc", "chua giai quyet")
_POLITE: Final = re.compile(r"(?: (?:a|nhe|nha|em|ban|dau))+$")
REOPENS_UP_TO: Final = 2
"""At 2 of 5 or less the case is opened again, once."""


@dataclass(frozen=True, slots=True)
class Judging:
    """What a sender says about an answer."""

    follow: CaseFollow

    def solved(self, code: str) -> Turn:
        """Solved: how satisfied, in one tap."""
        view = self._answered(code)
        if isinstance(view, Turn):
            return view
        buttons = [
            Button(str(number), actions.build("fb", f"score{number}", code))
            for number in range(1, 6)
        ]
        reply = Reply((Paragraph(wording.HOW_SATISFIED),), tuple(buttons))
        return Turn((reply,), commands=(RateCase(view.id, solved=True),))

    def score(self, code: str, number: int) -> Turn:
        """The satisfaction; a low one opens the case again, once, and the group is asked."""
        view = self._answered(code)
        if isinstance(view, Turn):
            return view
        if number <= REOPENS_UP_TO:
            return self._not_yet(view, RateCase(view.id, solved=False, score=number))
        rated = RateCase(view.id, solved=True, score=number)
        if number > LOW:
            return say(wording.THANKS, rated)
        return self._ask_group(view, rated)

    def unsolved(self, code: str) -> Turn:
        """Not solved: it is opened again at once; why may follow."""
        view = self._answered(code)
        if isinstance(view, Turn):
            return view
        return self._not_yet(view, RateCase(view.id, solved=False))

    def plainly(self, said: str) -> Turn | None:
        """No more than "chưa" or "xong rồi", long after: the one case that was answered here."""
        short = _short(said)
        if (short not in _SOLVED and short not in _NOT_YET) or self.follow.inbound.group:
            return None
        mine = self.follow.cases.mine(self.follow.inbound.address)
        waiting = [one for one in mine if one.state is CaseState.ANSWERED and not one.rated]
        return self.about(waiting[0], said) if len(waiting) == 1 else None

    def about(self, view: CaseView, said: str) -> Turn | None:
        """Words to an answer: solved or not, without a tap; "chưa, đèn vẫn tắt" says why as well.

        None: they say neither.
        """
        if view.state is not CaseState.ANSWERED:
            return None
        short, code = _short(said), str(view.code)
        if short in _SOLVED:
            return self.solved(code)
        if short in _NOT_YET:
            return self.unsolved(code)
        if not short.startswith(("chua ", "van chua ")):
            return None
        if not self._may_reopen(view):
            return self.unsolved(code)
        turn, rated = self._reopened(view, said), RateCase(view.id, solved=False)
        return replace(turn, commands=(rated, *turn.commands))

    def criterion(self, code: str, group: str) -> Turn:
        """Which of the six groups, also of a case just opened again; its reason may still come."""
        view = self.follow.own(code)
        reopened = view is not None and view.reopened and view.state in OPEN
        judged = view if view is not None and reopened else self._answered(code)
        if isinstance(judged, Turn):
            return judged
        if group not in set(Criterion):
            return say(wording.NOT_NOW)
        rated = RateCase(judged.id, criterion=group)
        if not reopened:
            return say(wording.THANKS, rated)
        reply = Reply((Paragraph(wording.THANKS_AND_WHY),), (_see(code),))
        return Turn((reply,), step=ADDING, draft={"code": code}, commands=(rated,))

    def reopen(self, said: str) -> Turn:
        """The reason arrived, of a case that waits for it to be opened again."""
        follow = self.follow
        view = follow.own(str((follow.state.draft or {}).get("code", "")))
        if view is None or not self._may_reopen(view):
            return say(wording.NOT_NOW)
        return self._reopened(view, said)

    def _reopened(self, view: CaseView, said: str) -> Turn:
        follow = self.follow
        reading = shipped_reader().read(said)
        if reading.routed is not None:
            return Roads(follow.base, follow.now).by_law(reading.routed, follow.now)
        if follow.above(said):
            return Roads(follow.base, follow.now).to_the_province(follow.now)
        due = CaseClocks(follow.base.calendar, shipped_rules()).answer_due(follow.now).at
        asked = asked_of(follow.ward, view.unit, follow.now)
        told, mine = wording.reopened(view.code, due), follow.inbound.said
        return follow.going_on(view, told, ReopenCase(view.id, said, due, asked, mine))

    def _not_yet(self, view: CaseView, rated: RateCase) -> Turn:
        """Opened again without waiting for words: who says no more has said enough."""
        if not self._may_reopen(view):
            asked = self._ask_group(view, rated)
            first = Paragraph(wording.NO_MORE_REOPEN.format(code=view.code))
            reply = replace(asked.replies[0], blocks=(first, *asked.replies[0].blocks))
            return replace(asked, replies=(reply,))
        turn = self._reopened(view, "")
        opened = turn.replies[0]
        reply = replace(
            opened,
            blocks=(*opened.blocks, Paragraph(wording.ASK_WHY)),
            choices=(*_groups(view), *opened.choices),
        )
        return replace(turn, replies=(reply,), step=ADDING, commands=(rated, *turn.commands))

    @staticmethod
    def _ask_group(view: CaseView, rated: RateCase) -> Turn:
        reply = Reply((Paragraph(rating_wording.WHICH),), _groups(view))
        return Turn((reply,), commands=(rated,))

    def _may_reopen(self, view: CaseView) -> bool:
        if view.reopened or view.answered_at is None:
            return False
        if after(view.state, CaseAct.REOPEN) is None:
            return False
        clocks = CaseClocks(self.follow.base.calendar, shipped_rules())
        return clocks.within(ClockName.REOPEN, view.answered_at, self.follow.now)

    def _answered(self, code: str) -> CaseView | Turn:
        """The case, answered and its rating still open to change (R-1); else what to say."""
        view = self.follow.own(code)
        if view is None or view.state is not CaseState.ANSWERED:
            return say(wording.NOT_NOW)
        if (
            view.rated
            and view.rated_at is not None
            and self.follow.now - view.rated_at > CHANGEABLE
        ):
            return say(rating_wording.CLOSED)
        return view


def _short(said: str) -> str:
    return _POLITE.sub("", fold(said).strip())


def _groups(view: CaseView) -> tuple[Button, ...]:
    code = str(view.code)
    return tuple(
        Button(label, actions.build("fb", f"group-{key.value}", code))
        for key, label in rating_wording.CRITERIA.items()
    )


def _see(code: str) -> Button:
    return Button(wording.SEE, actions.build("fb", "see", code))
