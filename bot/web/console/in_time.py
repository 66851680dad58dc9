"""`/can-bo/kip-han`: kịp or không kịp for one dossier, many, all but some; and why they are late.

Who says "không kịp" drafts a slip (mẫu 04) for each and opens the explanation of each, which stands
on this page until it is written. A long list is written in steps, as the shelf's is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.console.gate import Gate
from bot.web.console.menu import HOME
from bot.web.console.posted import Form
from bot.web.console.seats import Seat
from bot.web.console.shelf import SHOWN, STEP, Told
from bot.web.templating import wants_json
from handlers import acts
from handlers.acts import Acting
from handlers.apologising import apologise
from handlers.duties import checks, tasks
from handlers.duties.commands import Apologise
from handlers.duties.tasks import Day
from handlers.duties.values import Case, Done, Outcome, Refused, Why
from handlers.roles import Act, may
from handlers.store import duties
from handlers.wording import duties as wording
from knowledge.calendar import local

IN_TIME: Final = f"{HOME}/kip-han"
CAUSES: Final = f"{IN_TIME}/nguyen-nhan"
LONGEST: Final = 1_000
_UNSIGNED: Final = Refused(Why.NEEDS_REASON)
"""A slip against a rule: drafted all the same, and signed on its own page with a reason."""
Outcomes = dict[int, Outcome]
Answer = Callable[[Acting, Sequence[Case]], Outcomes]


@dataclass(frozen=True, slots=True)
class Late:
    """What "không kịp" says of every dossier meant."""

    days: int
    """Working days after each dossier's own date; 0: one day for all."""
    day: date | None
    reason: str
    cause: str

    def of(self, acting: Acting, case: Case) -> datetime:
        """The new date of one dossier."""
        calendar = acting.ward.calendar
        if self.day is not None:
            return calendar.closing(self.day)
        return checks.further(case.dossier, calendar, acting.day, self.days)


class InTime:
    """The list and its two bulk acts."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def show(self, seat: Seat, request: Request) -> Response:
        """What nobody has answered for yet, the most pressing first."""
        del request
        if not may(seat.officer, Act.SAY_ON_TIME):
            return self._gate.show("gone.html", seat, 404)
        return self._listed(seat)

    def answer(self, seat: Seat, request: Request, form: Form) -> Response:
        """Kịp, or không kịp, for those ticked or for all but those."""
        if not may(seat.officer, Act.SAY_ON_TIME):
            return self._gate.show("gone.html", seat, 404)
        on_time = form.one("tra_loi") == "kip"
        late = _late(form) if form.one("tra_loi") == "khong" else None
        if late is None and not on_time:
            trouble = _trouble(form)
            if wants_json(request):
                return JSONResponse({"trouble": trouble}, 409)
            return self._listed(seat, trouble=trouble, form=form, status=409)
        do = _on_time if late is None else _not_in_time(late)
        told = self._each(seat, self._chosen(seat, form), do)
        if wants_json(request):
            lines = [{"code": one.code, "words": one.words, "done": one.done} for one in told]
            return JSONResponse({"told": lines})
        return self._listed(seat, told)

    def explain(self, seat: Seat, request: Request, form: Form) -> Response:
        """The causes written: each its own words, or the ones meant for all left empty."""
        del request
        if not may(seat.officer, Act.EXPLAIN_LATE):
            return self._gate.show("gone.html", seat, 404)
        numbers = _numbers(form, "hien")
        every = form.one("chung")
        words = {one: (form.one(f"vi_{one}") or every)[:LONGEST] for one in numbers}
        meant = {one: cause for one, cause in words.items() if cause}
        with self._gate.parts.store.read() as work:
            found = (duties.case(work, seat.officer.commune, one) for one in sorted(meant))
            cases = [case for case in found if case is not None]
        told = self._each(seat, cases, lambda acting, part: _explained(acting, part, meant))
        return self._listed(seat, told, what="nguyên nhân")

    def _chosen(self, seat: Seat, form: Form) -> list[Case]:
        """What is meant, known by its number: the act itself asks whose it is, and what stands."""
        every = {name: _numbers(form, name) for name in ("ho_so", "hien")}
        but = form.one("cach") == "tru"
        # What came since the page was shown was not looked at: it is not "all" of it.
        meant = every["hien"] - every["ho_so"] if but else every["ho_so"]
        with self._gate.parts.store.read() as work:
            found = (duties.case(work, seat.officer.commune, one) for one in sorted(meant))
            return [case for case in found if case is not None]

    def _each(self, seat: Seat, chosen: Sequence[Case], do: Answer) -> tuple[Told, ...]:
        told: list[Told] = []
        for start in range(0, len(chosen), STEP):
            part = chosen[start : start + STEP]
            with self._gate.parts.store.work() as work:
                acting = Acting(work, seat.ward, seat.officer, local(seat.now))
                names = {one.id: one.officer.name for one in acting.members}
                done = do(acting, part)
                told += [_told(case, done[case.dossier.id], names) for case in part]
                work.commit()
        return tuple(told)

    def _listed(
        self,
        seat: Seat,
        told: Sequence[Told] = (),
        *,
        what: str = "hồ sơ",
        trouble: str = "",
        form: Form | None = None,
        status: int = 200,
    ) -> Response:
        day = Day(seat.ward.calendar, seat.now, seat.ward.mode)
        with self._gate.parts.store.read() as work:
            read = duties.material(work, seat.officer.commune, seat.now)
        ruled = tasks.judged(read.cases, read.copied_at, day)
        found = tasks.agenda(seat.officer, read, day, ruled)
        waiting, owed = tasks.unanswered(seat.officer, read, day, ruled), found.unexplained
        return self._gate.show(
            "in_time.html",
            seat,
            status,
            waiting=waiting[:SHOWN],
            left=max(0, len(waiting) - SHOWN),
            owed=owed[:SHOWN],
            owed_left=max(0, len(owed) - SHOWN) + found.unexplained_out,
            told=told,
            what=what,
            number=sum(one.done for one in told),
            trouble=trouble,
            form=form or Form(),
            further=checks.FURTHER,
            reasons=wording.REASONS,
            day=wording.day,
            stale=wording.copy_age(found.copied_at) if found.stale else "",
            signs=may(seat.officer, Act.DECIDE_APOLOGY),
            late=lambda case: bool(
                case.dossier.falls_due_at
                and checks.breached(case.dossier, seat.ward.calendar, seat.now)
            ),
        )


def _numbers(form: Form, name: str) -> set[int]:
    return {int(one) for one in form.every(name) if one.isascii() and one.isdecimal()}


def _dated(form: Form) -> bool:
    day, days = form.one("ngay_khac"), form.one("them")
    return _day(day) is not None if day else days in map(str, checks.FURTHER)


def _trouble(form: Form) -> str:
    if not _dated(form):
        return wording.BAD_DATE
    return wording.WHY[(checks.against_words(_reason(form)) or Refused(Why.NO_REASON)).why]


def _reason(form: Form) -> str:
    return form.one("ly_do_khac")[:LONGEST] or form.one("ly_do")[:LONGEST]


def _late(form: Form) -> Late | None:
    """What was said; None: a date or a reason is missing."""
    reason = _reason(form)
    if not _dated(form) or checks.against_words(reason) is not None:
        return None
    day = _day(form.one("ngay_khac"))
    days = 0 if day is not None else int(form.one("them"))
    return Late(days, day, reason, form.one("nguyen_nhan")[:LONGEST])


def _on_time(acting: Acting, part: Sequence[Case]) -> Outcomes:
    return {case.dossier.id: acts.say_on_time(acting, case.dossier.id) for case in part}


def _not_in_time(late: Late) -> Answer:
    def do(acting: Acting, part: Sequence[Case]) -> Outcomes:
        dates = tuple((case.dossier.id, late.of(acting, case)) for case in part)
        sign = may(acting.officer, Act.DECIDE_APOLOGY)
        done = apologise(acting, Apologise(dates, late.reason, sign))
        for number, outcome in done.items():
            if late.cause and (isinstance(outcome, Done) or outcome == _UNSIGNED):
                acts.explain_late(acting, number, late.cause, again=False)
        return done

    return do


def _explained(acting: Acting, part: Sequence[Case], words: Mapping[int, str]) -> Outcomes:
    return {
        case.dossier.id: acts.explain_late(
            acting, case.dossier.id, words[case.dossier.id], again=False
        )
        for case in part
    }


def _told(case: Case, outcome: Outcome, names: Mapping[int, str]) -> Told:
    if outcome == _UNSIGNED:
        return Told(case.dossier.code, wording.SLIP_NEEDS_REASON, done=False)
    return Told(
        case.dossier.code, wording.outcome(outcome, names, "đã ghi"), isinstance(outcome, Done)
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def in_time_routes(gate: Gate) -> APIRouter:
    """The list's addresses."""
    routes, pages = APIRouter(), InTime(gate)
    routes.add_api_route(IN_TIME, gate.page(pages.show), methods=["GET", "HEAD"])
    routes.add_api_route(IN_TIME, gate.act(pages.answer), methods=["POST"])
    routes.add_api_route(CAUSES, gate.act(pages.explain), methods=["POST"])
    return routes
