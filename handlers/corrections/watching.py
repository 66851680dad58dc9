"""Notice that a fee, a time or a list of papers says something else than before."""

from collections.abc import Iterator
from datetime import date, datetime

import structlog

from handlers.correction import CORRECTED, Correction, CorrectionState
from handlers.corrections import sending
from handlers.corrections.comparing import differs
from handlers.duties.assigning import leads
from handlers.messages import Paragraph, Reply
from handlers.officer_letters import Letter, send
from handlers.store import corrections, figures_told, staff
from handlers.store.figures_told import Figure
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording import corrections as wording
from handlers.wording.parts import figure_lines
from knowledge.base import KnowledgeBase
from knowledge.calendar import local
from knowledge.procedures import Procedure

log = structlog.get_logger(__name__)
_S = CorrectionState
_Now = dict[tuple[str, str], tuple[Procedure, tuple[str, ...]]]


def look(work: Work, ward: Ward, now: datetime) -> None:
    """Compare what is said now with what was said at the last look; drafts for what changed."""
    if ward.knowledge is None:
        return
    base, key = ward.knowledge(now), ward.commune.key
    last = figures_told.last_look(work, key)
    if last is not None and (last == (base.version, base.on) or last[0] > base.version):
        return  # nothing moved; or another process has read later records than this one has
    held, current = figures_told.in_force(work, key), dict(_said(base))
    changed = {
        one: found
        for one, found in current.items()
        if one not in held
        or differs(held[one].lines, found[1])
        or bool(held[one].lines) != bool(found[1])
    }
    gone = [one for one in held if one not in current]
    figures_told.end(work, [held[one].id for one in (*changed, *gone) if one in held], now)
    made = figures_told.begin(
        work,
        key,
        (
            (code, part, lines, base.version_of(code))
            for (code, part), (_, lines) in changed.items()
        ),
        now,
    )
    figures_told.looked(work, key, base.version, base.on)
    for one in gone:
        _supersede(work, key, one, now)
    for one in changed:
        if one in held and held[one].lines:
            _draft(work, ward, changed[one][0], held[one], (one, made[one], changed[one][1]), now)


def _said(
    base: KnowledgeBase,
) -> Iterator[tuple[tuple[str, str], tuple[Procedure, tuple[str, ...]]]]:
    """Every figure of every card, by code and part."""
    for code in base.procedures:
        if (procedure := base.active(code)) is None:
            continue
        for part in CORRECTED:
            yield (code, part.value), (procedure, figure_lines(procedure, part, base.commune))


def _draft(
    work: Work,
    ward: Ward,
    procedure: Procedure,
    held: Figure,
    found: tuple[tuple[str, str], int, tuple[str, ...]],
    now: datetime,
) -> None:
    """A correction for those who were told what it said until now."""
    (code, part), figure, lines = found
    key = ward.commune.key
    _supersede(work, key, (code, part), now)
    version = ward.knowledge(now).version_of(code) if ward.knowledge is not None else None
    number = corrections.add(
        work,
        {
            "commune": key,
            "figure": figure,
            "code": code,
            "part": part,
            "title": procedure.title,
            "value": "\n".join(lines),
            "version": version,
            "holds_from": _holds_from(procedure, version, held, now),
            "state": _S.OPEN,
            "mistake": False,
            "found_at": now,
            "cursor": "",
            "queued": 0,
        },
    )
    one = corrections.find(work, key, number)
    if one is None:
        return
    people = sum(1 for _ in sending.all_owed(work, one, sending.since(ward, now)))
    if people == 0:
        corrections.change(work, one, state=_S.DONE, finished_at=now)
        return
    log.info("correction.found", correction=number, code=code, part=part, people=people)
    _tell(work, ward, one, people, now)


def _holds_from(procedure: Procedure, version: int | None, held: Figure, now: datetime) -> date:
    """The day its decision names, if a new text brought it; else the day the ward entered it."""
    today = local(now).date()
    named = procedure.effective_from
    return named if version != held.version and named is not None and named <= today else today


def _supersede(work: Work, commune: str, about: tuple[str, str], now: datetime) -> None:
    """What was to be said of this part is right no more; copies that have not left stay."""
    for one in corrections.before(work, commune, *about):
        closed = corrections.call_back(work, one, now) if one.state is not _S.OPEN else 0
        if one.state is not _S.DONE or closed:
            corrections.change(work, one, state=_S.SUPERSEDED, finished_at=one.finished_at or now)


def _tell(work: Work, ward: Ward, one: Correction, people: int, now: datetime) -> None:
    """Who leads hears of it once, in their chat."""
    members = leads(staff.members(work, ward.commune.key), local(now).date())
    reply = Reply((Paragraph(wording.found(one, people)),), subject=f"correction:{one.id}")
    letters = [Letter(each, f"corr:{one.id}:{each.id}", reply) for each in members]
    if not send(work, ward, letters, now):
        log.warning("correction.nobody_told", correction=one.id)
