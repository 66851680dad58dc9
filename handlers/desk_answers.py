"""Kịp or not: the card of one dossier, the apology slip drafted in two choices, the cause."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.desk_context import At, ask, say
from handlers.duties import checks
from handlers.duties.commands import DraftApology, ExplainLate, SayOnTime, SetAside
from handlers.duties.values import Case, Refused, Why
from handlers.messages import Button, Reply
from handlers.officer_cards import choice
from handlers.roles import Act, may
from handlers.turns import Turn
from handlers.wording import dossiers as dossier_wording
from handlers.wording import dossiers_clock as clock_wording
from handlers.wording import duties as wording
from knowledge.calendar import local
from knowledge.dossiers.rulebook import rules_in_force
from knowledge.dossiers.statuses import DossierStatus
from knowledge.text.codes import dossier_codes, without_codes
from knowledge.text.folding import fold

DATE_STEP: Final = "work.date"
REASON_STEP: Final = "work.reason"
CAUSE_STEP: Final = "work.cause"
ASIDE_STEP: Final = "work.pass"
ANSWERS: Final = {"kip": "ok", "khong kip": "late", "co": "shelf", "chua co": "empty"}
"""Words written in reply to a dossier's card, and the act they mean."""
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?(?!\d)")


def card(at: At, target: object) -> Turn:
    """One dossier with what can be done about it now."""
    case = at.case(target)
    return at.unknown() if case is None else shown(at, case)


def shown(at: At, case: Case) -> Turn:
    """The card of a dossier."""
    blocks = wording.card(case, at.now)
    reply = Reply(tuple(blocks), tuple(_choices(at, case)), subject=f"work:{case.dossier.id}")
    return Turn((reply,))


def clock(at: At, target: object) -> Turn:
    """Why it falls due when it does, in the words a citizen gets."""
    case = at.case(target)
    if case is None:
        return at.unknown()
    found = at.ports.dossiers.explain(case.dossier, at.ward.calendar)
    back = choice(dossier_wording.SEE, "card", case.dossier.id)
    return Turn((Reply(tuple(clock_wording.explained(found)), (back,)),))


def on_time(at: At, target: object) -> Turn:
    """Kịp."""
    case = at.case(target)
    if case is None:
        return at.unknown()
    objection = checks.against_on_time(at.members, at.officer, case, at.day)
    if objection is not None:
        return at.objected(objection)
    return at.doing(f"{case.dossier.code}: {wording.ON_TIME}", SayOnTime(case.dossier.id))


def late(at: At, target: object) -> Turn:
    """Không kịp: which new date?"""
    case = at.case(target)
    if case is None:
        return at.unknown()
    objection = checks.against_late(at.members, at.officer, case, at.day)
    if objection is not None:
        return at.objected(objection)
    return _ask_date(at, case, wording.ASK_DATE)


def dated(at: At, target: str) -> Turn:
    """The new date, chosen or typed; then the reason."""
    case = at.case(at.draft.get("dossier", ""))
    if case is None:
        return at.unknown()
    new = read_day(target, at.day)
    if new is None:
        return _ask_date(at, case, wording.BAD_DATE)
    due = at.ward.calendar.closing(new)
    if isinstance(found := checks.against_date(case.dossier, at.ward.calendar, due), Refused):
        return _ask_date(at, case, wording.WHY[found.why])
    reasons = [choice(words, "why", number) for number, words in enumerate(wording.REASONS)]
    draft: dict[str, object] = {"dossier": case.dossier.id, "new": new.isoformat()}
    return ask(wording.ASK_REASON, REASON_STEP, draft, *reasons)


def reasoned(at: At, words: str) -> Turn:
    """The reason, chosen or typed: the slip waits for the head, the officer is asked the cause."""
    case, new = at.case(at.draft.get("dossier", "")), str(at.draft.get("new", ""))
    if case is None or not new:
        return at.unknown()
    due = at.ward.calendar.closing(date.fromisoformat(new))
    objection = checks.against_late(at.members, at.officer, case, at.day)
    objection = objection or checks.against_date(case.dossier, at.ward.calendar, due)
    objection = objection or checks.against_words(words)
    if objection is not None:
        return at.objected(objection)
    text = f"{case.dossier.code}: {wording.SLIP_WAITS}"
    drafted = at.doing(text, DraftApology(case.dossier.id, due, words.strip()))
    if case.dossier.cause or not may(at.officer, Act.EXPLAIN_LATE):
        return drafted
    same = choice(wording.SAME_CAUSE, "same", case.dossier.id)
    about: dict[str, object] = {"dossier": case.dossier.id}
    asked = ask(f"{text} {wording.ASK_CAUSE_NOW}", CAUSE_STEP, about, same)
    return replace(asked, commands=drafted.commands)


def reason_chosen(at: At, target: str) -> Turn:
    """One of the reasons offered."""
    if not target.isdecimal() or int(target) >= len(wording.REASONS):
        return at.unknown()
    return reasoned(at, wording.REASONS[int(target)])


def explain(at: At, target: object) -> Turn:
    """Asks why it was late."""
    case = at.case(target)
    if case is None:
        return at.unknown()
    objection = checks.against_explaining(at.members, at.officer, case, at.now)
    if objection is not None:
        return at.objected(objection)
    return ask(wording.ASK_CAUSE, CAUSE_STEP, {"dossier": case.dossier.id})


def explained(at: At, words: str) -> Turn | None:
    """The cause, typed; the next dossier's code, or an answer to a card, is none."""
    if fold(words) in ANSWERS or (dossier_codes(words) and not fold(without_codes(words))):
        return None
    case = at.case(at.draft.get("dossier", ""))
    return at.unknown() if case is None else _explained(at, case, words)


def same_cause(at: At, target: object) -> Turn:
    """The cause is what the slip says."""
    case = at.case(target)
    if case is None:
        return at.unknown()
    return _explained(at, case, slip_reason(case))


def slip_reason(case: Case) -> str:
    """What the last slip says, waiting or signed; empty where there is none."""
    slips = [case.draft, *reversed(case.dossier.apologies)]
    return next((one.reason for one in slips if one is not None), "")


def _explained(at: At, case: Case, words: str) -> Turn:
    objection = checks.against_explaining(at.members, at.officer, case, at.now)
    objection = objection or (None if words.strip() else Refused(Why.NO_REASON))
    if objection is not None:
        return at.objected(objection)
    text = f"{case.dossier.code}: {wording.EXPLAINED}"
    return at.doing(text, ExplainLate(case.dossier.id, words.strip()))


def let_pass(at: At, target: str) -> Turn:
    """The head lets a rule pass: why?"""
    number, _, rule = target.partition(".")
    case = at.case(number)
    if case is None or rule not in rules_in_force().rules:
        return at.unknown()
    if not may(at.officer, Act.OVERRIDE):
        return say(wording.WHY[Why.NOT_ALLOWED])
    draft: dict[str, object] = {"dossier": case.dossier.id, "rule": rule}
    return ask(f"{wording.rule_label(rule)}. {wording.ASK_WHY_OVERRIDE}", ASIDE_STEP, draft)


def passed(at: At, words: str) -> Turn:
    """The reason of the head."""
    case, rule = at.case(at.draft.get("dossier", "")), str(at.draft.get("rule", ""))
    if case is None:
        return at.unknown()
    objection = checks.against_override(at.officer, case, rule, words)
    if objection is not None:
        return at.objected(objection)
    text = f"{case.dossier.code}: {wording.OVERRIDDEN}"
    return at.doing(text, SetAside(case.dossier.id, rule, words.strip()))


def _choices(at: At, case: Case) -> list[Button]:
    number = case.dossier.id
    found: list[Button] = []
    if case.dossier.status is DossierStatus.DONE and case.dossier.ready is not True:
        found.append(choice("Đã có trên kệ", "shelf", number))
        found.append(choice("Chưa có trên kệ", "empty", number))
    if checks.against_on_time(at.members, at.officer, case, at.day) is None:
        found.append(choice("Kịp", "ok", number))
    if checks.against_late(at.members, at.officer, case, at.day) is None:
        found.append(choice("Không kịp", "late", number))
    if checks.owes_explanation(case, at.now):
        found.append(choice("Ghi nguyên nhân trễ", "explain", number))
    if may(at.officer, Act.DECIDE_APOLOGY) and case.draft is not None:
        found.append(choice("Xem phiếu xin lỗi", "slip", case.draft.id))
    if may(at.officer, Act.OVERRIDE):
        found += [
            choice(f"Cho qua: {wording.rule_label(rule)}"[:60], "pass", f"{number}.{rule}")
            for rule in checks.may_be_passed(case.dossier, at.today.calendar, at.now)
        ]
    return [*found, choice(dossier_wording.WHY, "clock", number)]


def _ask_date(at: At, case: Case, words: str) -> Turn:
    offered = checks.choices_of_date(case.dossier, at.ward.calendar, at.now)
    buttons = [choice(wording.day(one), "date", f"{local(one):%Y-%m-%d}") for one in offered]
    return ask(words, DATE_STEP, {"dossier": case.dossier.id}, *buttons)


def read_day(text: str, today: date) -> date | None:
    """`2026-11-30` of a button, or 30/11 typed: the next such day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        found = _DAY.search(text)
    if found is None:
        return None
    number, month, year = (int(part) if part else None for part in found.groups())
    for guess in [year] if year else [today.year, today.year + 1]:
        try:
            day = datetime(guess, month or 0, number or 0).date()  # noqa: DTZ001 - a day only
        except ValueError:
            return None
        if year or day >= today:
            return day
    return None
