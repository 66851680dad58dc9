"""An answer written in a group: checked, shown, sent by who wrote it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.choices import resolve
from handlers.commands import ActOnCase, DropDraft, KeepDraft
from handlers.feedback.desk_ports import CaseDesk, Looked
from handlers.feedback.group_ports import GroupDraft, Groups
from handlers.feedback.ready import filled, to_fill
from handlers.messages import Block, Button, Paragraph, Reply
from handlers.officers import Officer
from handlers.saying import say
from handlers.turns import Turn
from handlers.ward import Ward
from handlers.wording import case_cards
from handlers.wording import group_cards as wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.ready import blanks
from knowledge.feedback.reviews import Review
from knowledge.feedback.states import CaseAct


@dataclass(frozen=True, slots=True)
class Drafting:
    """One officer's drafts as a message of a group finds them."""

    ward: Ward
    groups: Groups
    desk: CaseDesk
    officer: Officer
    fresh: str
    """Name of a draft this message begins."""
    now: datetime

    def begin(self, seen: Looked, code: CaseCode, words: str) -> Turn:
        """The words are the draft of an answer."""
        if CaseAct.ANSWER not in seen.able:
            return say(wording.NOT_NOW.format(who=self.officer.name, code=code))
        draft = GroupDraft(self.fresh, code, self.officer.id, self.officer.name, words)
        return self._shown(draft, seen)

    def answered(self, name: str, words: str, tapped: Callable[[str], Turn | None]) -> Turn | None:
        """A reply to a draft: a choice of it, or its words anew."""
        draft = self.groups.draft(name)
        if draft is None:
            return say(wording.DRAFT_GONE)
        seen = self.desk.look(self.ward, self.officer, draft.code, self.now)
        if seen is None:
            return say(wording.GONE.format(who=self.officer.name))
        picked = resolve(words, self._choices(draft, seen))
        if picked is not None:
            return tapped(picked)
        if draft.officer != self.officer.id:
            return self.begin(replace(seen), draft.code, words)
        written = filled(draft.words, words) if blanks(draft.words) else words
        return self._shown(replace(draft, words=written, override=""), seen)

    def act(self, what: str, name: str) -> Turn:
        """A tap under a draft."""
        draft = self.groups.draft(name)
        if draft is None:
            return say(wording.DRAFT_GONE)
        if draft.officer != self.officer.id:
            return say(wording.OTHERS_DRAFT.format(name=draft.name))
        seen = self.desk.look(self.ward, self.officer, draft.code, self.now)
        if seen is None:
            return say(wording.GONE.format(who=self.officer.name))
        if what == "go":
            return self._send(draft, seen)
        if what == "drop":
            command = DropDraft(draft.id)
            return say(wording.DROPPED.format(code=draft.code), command)
        why = "override" if what == "anyway" else "late"
        asked = wording.ASK[why].format(who=self.officer.name, code=draft.code)
        blocks = (Paragraph(f"{asked} {wording.BY_REPLY}"),)
        return Turn((Reply(blocks, subject=f"act:{why}:{draft.id}"),))

    def excuse(self, name: str, what: str, words: str) -> Turn:
        """Why it leaves as it is, or why it is late."""
        draft = self.groups.draft(name)
        if draft is None:
            return say(wording.DRAFT_GONE)
        if draft.officer != self.officer.id:
            return say(wording.OTHERS_DRAFT.format(name=draft.name))
        seen = self.desk.look(self.ward, self.officer, draft.code, self.now)
        if seen is None:
            return say(wording.GONE.format(who=self.officer.name))
        kept = replace(draft, override=words) if what == "override" else replace(draft, late=words)
        return self._shown(kept, seen)

    def _shown(self, draft: GroupDraft, seen: Looked) -> Turn:
        """What is wrong with it, or how the sender will read it."""
        review = self._review(draft)
        if blanks(draft.words) and not draft.override:
            blocks = to_fill(draft.words)
        elif review.faults and not draft.override:
            blocks = case_cards.faults(review)
        elif self._owes_reason(draft, seen):
            blocks = [Paragraph(case_cards.LATE_REASON)]
        else:
            blocks = case_cards.preview(str(draft.code), draft.words, review.points)
        blocks.append(Paragraph(wording.REWRITE))
        choices = self._choices(draft, seen)
        reply = Reply(tuple(blocks), choices, subject=f"draft:{draft.id}")
        return Turn(
            (reply,), commands=(KeepDraft(draft.id, draft.code, self.officer, *_of(draft)),)
        )

    def _choices(self, draft: GroupDraft, seen: Looked) -> tuple[Button, ...]:
        drop = Button(wording.DROP, actions.build("case", "drop", draft.id))
        if blanks(draft.words) and not draft.override:
            return (drop,)
        if self._faulty(draft):
            return (Button(wording.ANYWAY, actions.build("case", "anyway", draft.id)), drop)
        if self._owes_reason(draft, seen):
            return (Button(wording.EXPLAIN, actions.build("case", "because", draft.id)), drop)
        return (Button(wording.SEND, actions.build("case", "go", draft.id)), drop)

    def _send(self, draft: GroupDraft, seen: Looked) -> Turn:
        if CaseAct.ANSWER not in seen.able:
            return say(wording.NOT_NOW.format(who=self.officer.name, code=draft.code))
        if self._faulty(draft) or self._owes_reason(draft, seen):
            return self._shown(draft, seen)  # what was fine a minute ago is late by now
        words, override, late = _of(draft)
        command = ActOnCase(
            self.ward,
            self.officer,
            draft.code,
            CaseAct.ANSWER,
            words,
            override=override,
            late_reason=late,
        )
        said = wording.DONE["answer"].format(who=self.officer.name, code=draft.code)
        reply = Reply((Paragraph(said),), subject=f"case:{draft.code.full}")
        return Turn((reply,), commands=(command,))

    def held(self, seen: Looked, code: CaseCode, act: CaseAct, words: str) -> tuple[Block, ...]:
        """What stands against a question or a refusal: such words leave from a private chat only.

        There a note lets them go. A late refusal owes a line of its own, `late_refusal`.
        """
        if act not in {CaseAct.ASK, CaseAct.REFUSE}:
            return ()
        words, late = late_refusal(words) if act is CaseAct.REFUSE else (words, "")
        review = self.desk.faults(self.ward, code, words)
        if review.faults:
            return (*case_cards.faults(review, act), Paragraph(wording.IN_PRIVATE))
        if act is CaseAct.REFUSE and seen.late and not late:
            return (Paragraph(wording.LATE_REFUSAL),)
        return ()

    def _faulty(self, draft: GroupDraft) -> bool:
        return not draft.override and bool(self._review(draft).faults)

    def _review(self, draft: GroupDraft) -> Review:
        return self.desk.review(self.ward, draft.code, draft.words, in_group=True)

    @staticmethod
    def _owes_reason(draft: GroupDraft, seen: Looked) -> bool:
        return seen.late and not draft.late


def late_refusal(words: str) -> tuple[str, str]:
    """The words of a refusal, and why it is late: a line of its own that its sender never reads."""
    found = _WHY_LATE.search(unicodedata.normalize("NFC", words))
    said = "" if found is None else found.string[: found.start()].strip()
    return (words, "") if found is None or not said else (said, found["why"].strip())


_WHY_LATE: Final = re.compile(
    r"^[ \t]*l[ýíyi][ \t]+do[ \t]+(?:tr[ảa][ \t]+l[ờo]i[ \t]+)?(?:chậm|cham|trễ|tre)[ \t]*[:\-–]"
    r"(?P<why>.+)\Z",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
"""From "Lý do chậm:" at the start of a line to the end."""


def _of(draft: GroupDraft) -> tuple[str, str, str]:
    return draft.words, draft.override, draft.late
