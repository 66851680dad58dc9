"""Ready replies in chats: chosen by button or number, blanks filled line by line, then as written.

The same texts as the console offers (`knowledge.feedback.ready`), by kind of case and by what may
be done to it now.
"""

from collections.abc import Mapping
from typing import Final

from handlers import actions
from handlers.messages import Block, Button, Paragraph
from handlers.ward import Ward
from handlers.wording import ready as wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.ready import ReadyReply, blanks, shipped_replies
from knowledge.feedback.states import CaseAct

LONGEST_FIELD: Final = 80
"""Letters of what goes into one blank; a longer line is an answer of its own."""
_OFFERED: Final = (CaseAct.ANSWER, CaseAct.ASK, CaseAct.REFUSE)


def offered(kind: FeedbackKind, able: frozenset[CaseAct]) -> tuple[ReadyReply, ...]:
    """What fits a case of this kind and what may be done to it, answers first."""
    replies = shipped_replies()
    return tuple(one for act in _OFFERED if act in able for one in replies.of(act, kind))


def buttons(code: CaseCode, kind: FeedbackKind, able: frozenset[CaseAct]) -> tuple[Button, ...]:
    """The choice among them."""
    return tuple(
        Button(wording.label(one.act, one.title), actions.build("case", "use", f"{one.key}.{code}"))
        for one in offered(kind, able)
    )


def known(ward: Ward, unit: str) -> Mapping[str, str]:
    """What the program can fill into a ready reply; `unit` is a unit's name, empty without one."""
    commune = ward.commune
    desk = commune.desks.get("psc")
    phone = commune.hotline.number or (desk.phone if desk is not None else "")
    return {
        "đơn vị": unit or commune.name,
        "cơ quan": f"UBND {commune.name[:1].lower()}{commune.name[1:]}",
        "điện thoại": phone,
    }


def filled(text: str, said: str) -> str:
    """A text with blanks after an officer's words: a line each fills one, in order.

    More lines than blanks, a line longer than `LONGEST_FIELD` or a bracket among them: the words
    are the text now.
    """
    lines = [one.strip(" -•\t") for one in said.splitlines() if one.strip(" -•\t")]
    left = blanks(text)
    fields = len(lines) <= len(left) and all(len(one) <= LONGEST_FIELD for one in lines)
    if not fields or blanks(said):
        return said
    for name, line in zip(left, lines, strict=False):
        text = text.replace(f"[{name}]", line)
    return text


def to_fill(text: str) -> list[Block]:
    """The text, and what is still to be said for its blanks."""
    left = blanks(text)
    if not left:
        return [Paragraph(text), Paragraph(wording.WHOLE)]
    asked = [f"{number}. {name}" for number, name in enumerate(left, 1)]
    how = wording.FILL_ONE if len(left) == 1 else wording.FILL_MANY
    return [Paragraph(text), Paragraph("\n".join((how, *asked)))]
