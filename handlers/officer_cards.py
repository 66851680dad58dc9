"""Cards for officers: a few blocks and the choices that settle the matter. Pure.

Flow, letters and later pages show the same card; a plain chat takes its choices by number.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from zlib import crc32

from handlers import actions
from handlers.duties import checks
from handlers.duties.tasks import Task
from handlers.duties.values import Case, Draft
from handlers.messages import Block, Button, Heading, Item, Paragraph, Reply
from handlers.wording import agenda
from handlers.wording import duties as wording
from knowledge.calendar import WorkingCalendar
from knowledge.dossiers.rules import passable

TAPS: Final = 5
"""Dossiers offered as choices of one message: a screen of a phone holds no more."""


def choice(label: str, what: str, target: object = "") -> Button:
    """A choice of the desk."""
    return Button(label, actions.build("work", what, *([str(target)] if target != "" else [])))


def seen(numbers: Iterable[int]) -> str:
    """Stands for a list somebody was shown: a tap for all of it does not mean what came later."""
    listed = sorted(numbers)
    return f"{len(listed)}-{crc32(','.join(map(str, listed)).encode()):08x}"


def slip_card(case: Case, slip: Draft, name: str, broken: Iterable[str]) -> Reply:
    """A slip as the head signs it."""
    choices = (
        choice("Ký phiếu này", "sign", slip.id),
        choice("Trả lại cán bộ", "send-back", slip.id),
    )
    return Reply(tuple(wording.slip(case, slip, name, broken)), choices, subject=f"slip:{slip.id}")


def slips_reply(
    waiting: Sequence[tuple[Case, Draft]],
    calendar: WorkingCalendar,
    now: datetime,
    before: str = "",
) -> Reply:
    """Slips that wait, in a list, with one tap for those it may sign."""
    blocks: list[Block] = [Paragraph(before)] if before else []
    blocks.append(Heading(f"Phiếu xin lỗi chờ ký: {len(waiting)}"))
    blocks += wording.slip_lines(waiting, checks.AT_ONCE)
    taps = [choice(f"Xem {len(waiting)} phiếu chờ ký", "slips")]
    if signable := checks.signable(waiting, calendar, now):
        taps.insert(0, choice(f"Ký cả {len(signable)} phiếu", "sign-all", seen(signable)))
    return Reply(tuple(blocks), tuple(taps))


def causes_card(cases: Sequence[Case]) -> Reply:
    """Dossiers somebody else said will be late, for who has them: why?"""
    listed = [case.dossier for case in cases]
    blocks = [Heading(wording.CAUSES), Paragraph(wording.CAUSES_OF_OTHERS), *wording.lines(listed)]
    if len(listed) > 1:
        return Reply(tuple(blocks), (choice(wording.explain_all(len(listed)), "causes"),))
    one = listed[0].id
    return Reply(tuple(blocks), (choice(wording.CAUSES, "explain", one),), subject=f"work:{one}")


def due_card(task: Task, now: datetime) -> Reply:
    """Kịp / Không kịp; without a printed date there is none an apology could move."""
    dossier = task.case.dossier
    blocks = [Heading(task.finding.rule.label), *wording.card(task.case, now)]
    choices = [choice("Kịp", "ok", dossier.id)]
    if dossier.result is None:
        blocks.append(Paragraph(wording.COMPUTED))
    else:
        choices.append(choice("Không kịp", "late", dossier.id))
    return Reply(tuple(blocks), tuple(choices), subject=f"work:{dossier.id}")


def shelf_card(task: Task, now: datetime) -> Reply:
    """Finished, and nobody said that it is on the shelf."""
    number = task.case.dossier.id
    blocks = (Heading(task.finding.rule.label), *wording.card(task.case, now))
    choices = (
        choice("Đã có trên kệ", "shelf", number),
        choice("Chưa có trên kệ", "empty", number),
    )
    return Reply(blocks, choices, subject=f"work:{number}")


def warning_card(task: Task, now: datetime, *, decides: bool) -> Reply:
    """A rule about to be broken, or broken; the head may let it pass."""
    number, rule = task.case.dossier.id, task.finding.rule
    blocks = [Heading(rule.label), *wording.card(task.case, now)]
    if task.finding.due is not None:
        blocks.append(Paragraph(f"Hạn: {wording.moment(task.finding.due)}."))
    blocks.append(Paragraph(f"Căn cứ: {rule.basis}."))
    choices = [choice("Xem hồ sơ", "card", number)]
    if decides and passable(task.finding):
        choices.append(choice("Cho qua, có lý do", "pass", f"{number}.{rule.name}"))
    return Reply(tuple(blocks), tuple(choices), subject=f"work:{number}")


def warnings_card(tasks: Sequence[Task]) -> Reply:
    """Warnings beyond the cards of one round: each named, the first ones a tap away."""
    items = [Item(agenda.warning_line(task)) for task in tasks]
    first = {task.case.dossier.id: task.case.dossier for task in tasks}
    taps = [choice(wording.short(one), "card", one.id) for one in list(first.values())[:TAPS]]
    return Reply((Heading(agenda.more_warnings(len(tasks))), *items), tuple(taps))
