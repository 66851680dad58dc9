"""Before closing: one answer for all dossiers whose last day to apologise is today (D-14).

Those whose date is written on a slip are signed by one tap (`desk_slips`); for the rest the date
and the reason are asked once. The head's are signed with that, an officer's wait for the head.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers import desk_causes
from handlers.agenda import sorry_for
from handlers.desk_answers import read_day
from handlers.desk_context import At, ask, say
from handlers.duties import checks, tasks
from handlers.duties.commands import ActAsOfficer, Apologise
from handlers.duties.values import Case, Draft, Objection, Refused
from handlers.messages import Block, Paragraph, Reply
from handlers.officer_cards import choice
from handlers.roles import Act, may
from handlers.turns import Turn
from handlers.wording import duties as wording

DATE_STEP: Final = "work.sorry-date"
REASON_STEP: Final = "work.sorry-why"


def waiting(at: At) -> list[Case]:
    """Dossiers to apologise for today, without a slip and not said to be on time."""
    found = tasks.agenda(at.officer, at.book.material(at.commune, at.now), at.today)
    return sorry_for(found, at.ward.calendar, at.now)


def begin(at: At) -> Turn:
    """Which new date?"""
    listed = waiting(at)
    return _ask_date(listed) if listed else say(wording.NONE_TO_APOLOGISE)


def dated(at: At, words: str) -> Turn:
    """The date: so many working days more, or one for all; then the reason."""
    cases = _meant(at)
    if not cases:
        return say(wording.NONE_TO_APOLOGISE)
    new = words.strip() if words.strip() in map(str, checks.FURTHER) else ""
    day = None if new else read_day(words, at.day)
    if not new and day is None:
        return _ask_date(cases, wording.BAD_DATE)
    new = new or f"{day:%Y-%m-%d}"
    against = [_against_date(at, case, new) for case in cases]
    if refused := [one for one in against if isinstance(one, Refused)]:
        return _ask_date(cases, wording.WHY[refused[0].why])
    reasons = [choice(text, "sorry-why", number) for number, text in enumerate(wording.REASONS)]
    draft: dict[str, object] = {**_about(cases), "new": new}
    return ask(wording.ASK_REASON, REASON_STEP, draft, *reasons)


def reason_chosen(at: At, target: str) -> Turn:
    """One of the reasons offered."""
    if not target.isdecimal() or int(target) >= len(wording.REASONS):
        return at.unknown()
    return reasoned(at, wording.REASONS[int(target)])


def reasoned(at: At, words: str) -> Turn:
    """The reason, for all of them; who was answered for meanwhile is left out and counted."""
    cases, new = _meant(at), str(at.draft.get("new", ""))
    if (objection := checks.against_words(words)) is not None:
        return at.objected(objection)
    good = [case for case in cases if new and _against(at, case, new) is None]
    if not good:
        return say(wording.NONE_TO_APOLOGISE)
    sign = may(at.officer, Act.DECIDE_APOLOGY)
    slips = tuple((case.dossier.id, _date(at, case, new)) for case in good)
    deed = Apologise(slips, words.strip(), sign)
    codes = [case.dossier for case in good]
    blocks: list[Block] = [Paragraph(wording.apologised(len(good), len(cases), sign=sign))]
    reply = Reply((*blocks, *wording.lines(codes, checks.AT_ONCE)))
    done = Turn((reply,), commands=(ActAsOfficer(at.ward, deed),))
    slip = Draft(0, 0, at.officer.id, at.now, at.now, words.strip())
    return desk_causes.opened(at, done, [replace(case, draft=slip) for case in good])


def after_signing(at: At, signed: Turn) -> Turn:
    """Goes on with what has no slip yet, in the last hour: nothing due today is passed over."""
    listed = waiting(at) if tasks.is_last_hour(at.today) else []
    if not listed:
        return signed
    asked = _ask_date(listed)
    return replace(asked, replies=(*signed.replies, *asked.replies), commands=signed.commands)


def _ask_date(cases: Sequence[Case], trouble: str = "") -> Turn:
    blocks: list[Block] = [Paragraph(trouble)] if trouble else []
    blocks.append(Paragraph(wording.ask_all_dates(len(cases))))
    blocks += wording.lines((case.dossier for case in cases), checks.AT_ONCE)
    days = [choice(f"Thêm {days} ngày làm việc", "sorry-date", days) for days in checks.FURTHER]
    return ask(blocks, DATE_STEP, _about(cases), *days)


def _about(cases: Sequence[Case]) -> dict[str, object]:
    return {"dossiers": [case.dossier.id for case in cases]}


def _meant(at: At) -> list[Case]:
    listed = at.draft.get("dossiers", [])
    numbers = listed if isinstance(listed, list) else []
    return [case for number in numbers if (case := at.case(number)) is not None]


def _against(at: At, case: Case, new: str) -> Objection:
    found = checks.against_late(at.members, at.officer, case, at.day)
    return found or _against_date(at, case, new)


def _against_date(at: At, case: Case, new: str) -> Objection:
    return checks.against_date(case.dossier, at.ward.calendar, _date(at, case, new))


def _date(at: At, case: Case, new: str) -> datetime:
    """The close of the new day of this dossier."""
    if new.isdecimal():
        return checks.further(case.dossier, at.ward.calendar, at.day, int(new))
    return at.ward.calendar.closing(read_day(new, at.day) or at.day)
