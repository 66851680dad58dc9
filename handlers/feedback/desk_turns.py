"""Turns of an officer's chat about a case: acts of one tap, what is asked, what is one tap away."""

from typing import Final

from handlers import actions
from handlers.commands import ActOnCase
from handlers.feedback import ready
from handlers.feedback.desk_ports import Looked
from handlers.messages import Button, Paragraph, Reply
from handlers.officers import Officer
from handlers.saying import say
from handlers.turns import Turn
from handlers.ward import Ward
from handlers.wording import case_cards as wording
from handlers.wording import guide as guide_wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseAct


def quick(ward: Ward, officer: Officer, seen: Looked, code: CaseCode, act: CaseAct) -> Turn:
    """Done at the tap."""
    if act not in seen.able:
        return say(wording.NOT_NOW)
    done = Paragraph(wording.DONE[act.value].format(code=code))
    reply = Reply((done,), (see(code),), subject=f"case:{code.full}")
    return Turn((reply,), commands=(ActOnCase(ward, officer, code, act),))


def claim_first(code: CaseCode) -> Turn:
    """Nobody has it: taking it is one tap away."""
    claim = Button(wording.CLAIM, actions.build("case", "claim", str(code)))
    return Turn((Reply((Paragraph(wording.CLAIM_FIRST.format(code=code)),), (claim,)),))


WRITING: Final = "case.write"
"""The step that waits for the words of an act."""


def asking(text: str, kept: dict[str, str], more: tuple[Button, ...] = ()) -> Turn:
    """Words are asked for."""
    return Turn((Reply((Paragraph(text),), (*more, cancel())),), step=WRITING, draft=kept)


def see(code: CaseCode) -> Button:
    """The way back to a case."""
    return Button(wording.SEE, actions.build("case", "see", str(code)))


def filling(text: str, what: str, code: CaseCode) -> Turn:
    """Blanks of a ready reply are asked for."""
    reply = Reply(tuple(ready.to_fill(text)), (cancel(),))
    return Turn((reply,), step=WRITING, draft=kept_ready(text, what, code))


def kept_ready(text: str, what: str, code: CaseCode) -> dict[str, str]:
    """What a conversation keeps of it."""
    return {"act": str(what), "code": str(code), "ready": text}


def cancel() -> Button:
    """Never mind."""
    return Button(guide_wording.CANCEL, actions.build("cancel"))
