"""The head's slips: seen, signed by one tap, all at once, or sent back."""

from dataclasses import replace
from typing import Final

from handlers import desk_sorry
from handlers.desk_context import At, ask, say
from handlers.duties import checks
from handlers.duties.checks import AT_ONCE, SLIPS_SHOWN, signable
from handlers.duties.commands import RefuseApology, SignApologies
from handlers.duties.values import Case, Draft, Objection, Refused, Why
from handlers.messages import Heading, Paragraph, Reply
from handlers.officer_cards import choice, seen, slip_card, slips_reply
from handlers.roles import Act, may
from handlers.turns import Turn
from handlers.wording import duties as wording

SIGN_STEP: Final = "work.sign"
REFUSE_STEP: Final = "work.refuse"


def show(at: At) -> Turn:
    """What waits for a signature."""
    if not may(at.officer, Act.DECIDE_APOLOGY):
        return say(wording.WHY[Why.NOT_ALLOWED])
    waiting = at.book.slips(at.commune)
    if not waiting:
        return say("Không có phiếu nào chờ ký.")
    names = at.names
    replies = [
        slip_card(case, slip, names.get(slip.by, ""), _broken(at, case))
        for case, slip in waiting[:SLIPS_SHOWN]
    ]
    if more := waiting[SLIPS_SHOWN:]:
        head = Heading(f"Còn {len(more)} phiếu nữa")
        replies.append(Reply((head, *wording.slip_lines(more, AT_ONCE - SLIPS_SHOWN))))
    plain = signable(waiting, at.ward.calendar, at.now)
    if len(plain) > 1:
        last = replies[-1]
        every = choice(f"Ký cả {len(plain)} phiếu đúng quy định", "sign-all", seen(plain))
        replies[-1] = replace(last, choices=(*last.choices, every))
    return Turn(tuple(replies))


def one(at: At, target: str) -> Turn:
    """One slip as it will be signed."""
    found = _slip(at, target)
    if found is None:
        return at.unknown()
    case, slip = found
    if not may(at.officer, Act.DECIDE_APOLOGY):
        return say(wording.WHY[Why.NOT_ALLOWED])
    return Turn((slip_card(case, slip, at.names.get(slip.by, ""), _broken(at, case)),))


def sign(at: At, target: str) -> Turn:
    """One tap; against a rule, the reason is asked first."""
    return _sign(at, target, "")


def sign_all(at: At, target: str) -> Turn:
    """Every slip shown that breaks no rule; where others wait by now, they are shown instead."""
    waiting = at.book.slips(at.commune)
    shown = signable(waiting, at.ward.calendar, at.now)
    meant = [(case, slip) for case, slip in waiting if slip.id in shown]
    good = [slip.id for case, slip in meant if _against(at, case, slip, "") is None]
    if not good:
        return say(wording.WHY[Why.NOT_ALLOWED if waiting else Why.UNKNOWN])
    if seen(shown) != target:
        again = show(at)
        return replace(again, replies=(Reply((Paragraph(wording.LIST_CHANGED),)), *again.replies))
    signed = at.doing(wording.signed(len(good)), SignApologies(tuple(good)))
    left = [(case, slip) for case, slip in waiting if slip.id not in good]
    if left:  # beyond those shown, or against a rule: never passed over
        reply = slips_reply(left, at.ward.calendar, at.now, wording.signed(len(good)))
        signed = replace(signed, replies=(reply,))
    return desk_sorry.after_signing(at, signed)


def signed_because(at: At, words: str) -> Turn:
    """The reason to sign though a rule speaks against it."""
    return _sign(at, str(at.draft.get("slip", "")), words)


def send_back(at: At, target: str) -> Turn:
    """Asks why."""
    found = _slip(at, target)
    if found is None:
        return at.unknown()
    objection = checks.against_refusing(at.officer, _of(*found), at.now)
    if objection is not None:
        return at.objected(objection)
    return ask(wording.ASK_WHY_REFUSE, REFUSE_STEP, {"slip": found[1].id})


def sent_back_because(at: At, words: str) -> Turn:
    """The note for the officer."""
    found = _slip(at, str(at.draft.get("slip", "")))
    if found is None:
        return at.unknown()
    objection = checks.against_refusing(at.officer, _of(*found), at.now)
    if objection is not None:
        return at.objected(objection)
    return at.doing(wording.REFUSED, RefuseApology(found[1].id, words.strip()))


def _sign(at: At, target: str, reason: str) -> Turn:
    found = _slip(at, target)
    if found is None:
        return at.unknown()
    case, slip = found
    objection = _against(at, case, slip, reason)
    if objection == Refused(Why.NEEDS_REASON):
        text = f"{wording.WHY[Why.NEEDS_REASON]} {wording.ASK_WHY_SIGN}"
        return ask(text, SIGN_STEP, {"slip": slip.id})
    if objection is not None:
        return at.objected(objection)
    deed = SignApologies((slip.id,), reason.strip())
    return at.doing(f"{case.dossier.code}: {wording.SIGNED}", deed)


def _slip(at: At, target: str) -> tuple[Case, Draft] | None:
    return at.book.slip(at.commune, int(target)) if target.isdecimal() else None


def _against(at: At, case: Case, slip: Draft, reason: str) -> Objection:
    return checks.against_signing(at.officer, _of(case, slip), at.ward.calendar, at.now, reason)


def _of(case: Case, slip: Draft) -> Case:
    return Case(case.dossier, slip, case.on_time)


def _broken(at: At, case: Case) -> tuple[str, ...]:
    return checks.breached(case.dossier, at.ward.calendar, at.now)
