"""An officer's agenda in words: counts first, then the dossiers, the most pressing first."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from handlers.duties.checks import AT_ONCE
from handlers.duties.tasks import FISCAL, LISTED, Agenda, Day, Task
from handlers.duties.values import Case
from handlers.messages import Block, Heading, Item, Paragraph
from handlers.wording import duties as wording

MORNING: Final = "Việc hôm nay"
CLOSING: Final = "Trước khi hết giờ hôm nay"
MINE: Final = "Việc của anh/chị"
APOLOGY_DUE: Final = "apology_due"
TITLES: Final = {
    "overdue": "Đã quá hạn",
    "due_today": "Hẹn trả hôm nay",
    APOLOGY_DUE: "Hôm nay là ngày cuối để xin lỗi, hẹn lại nếu không kịp",
    "due_soon": "Sắp đến hạn: kịp hay không kịp?",
    FISCAL: "Hẹn chuyển thông tin cho cơ quan thuế: sắp đến hoặc đã quá",
}
STALE: Final = (
    "Dữ liệu đã cũ nên em chưa nói được việc nào đến hạn. "
    "Anh/chị xem trên phần mềm một cửa và báo người quản trị nhập sổ mới."
)
INTAKE_STALE: Final = (
    "Hồ sơ mới nộp tính theo giờ; dữ liệu đã quá một giờ nên em chưa nói được. "
    "Anh/chị xem trên phần mềm một cửa."
)


def agenda(found: Agenda, day: Day, title: str, *, listed: bool = False) -> list[Block]:
    """The whole agenda; `listed` writes out what one tap settles as a whole."""
    blocks: list[Block] = [Heading(title)]
    if found.stale or found.intake_stale:
        blocks.append(Paragraph(wording.copy_age(found.copied_at)))
        blocks.append(Paragraph(STALE if found.stale else INTAKE_STALE))
    if found.intake:
        blocks.append(Heading(f"Hồ sơ mới chờ kiểm tra: {len(found.intake)}"))
        blocks += _shown([_hours(task, day) for task in found.intake])
    for rule in LISTED:
        most = AT_ONCE if listed and rule == APOLOGY_DUE else wording.SHOWN
        blocks += _section(TITLES[rule], [task.case for task in found.under(rule)], most)
    blocks += _section("Trễ hạn chưa ghi nguyên nhân", found.unexplained, wording.SHOWN)
    blocks += _counts(found, listed=listed)
    if found.empty:
        blocks.append(Paragraph(wording.NOTHING))
    return blocks


def _counts(found: Agenda, *, listed: bool) -> list[Block]:
    blocks: list[Block] = []
    if found.slips:
        blocks.append(Heading(f"Phiếu xin lỗi chờ ký: {len(found.slips)}"))
        if listed:
            blocks += wording.slip_lines(found.slips, AT_ONCE)
    if found.unconfirmed:
        blocks.append(Heading(f"Đã xong, chưa xác nhận trên kệ: {len(found.unconfirmed)}"))
        if listed:
            blocks += wording.lines((case.dossier for case in found.unconfirmed), AT_ONCE)
    if found.decisions:
        blocks.append(Heading(f"Cần người phụ trách quyết định: {len(found.decisions)}"))
        blocks += _shown([_decision(task) for task in found.decisions])
    if found.late_answers:
        blocks.append(Heading(f"Đã trả lời, nhưng muộn: {len(found.late_answers)}"))
        blocks += _shown([Item(warning_line(task)) for task in found.late_answers])
    return [*blocks, *_beyond(found)]


def _shown(items: Sequence[Item]) -> list[Block]:
    return [*items[: wording.SHOWN], *wording.rest(wording.SHOWN, len(items))]


def more_warnings(number: int) -> str:
    """Over warnings that had no card of their own."""
    return f"Còn {number} việc nữa cần anh/chị xem"


def warning_line(task: Task) -> str:
    """One dossier and its rule in a list, and by when."""
    due = f", hạn {wording.moment(task.finding.due)}" if task.finding.due else ""
    return f"{task.case.dossier.code} · {task.finding.rule.label}{due}"


def beyond(found: Agenda) -> list[str]:
    """What a list does not hold is counted, never passed over."""
    counted = (
        (found.left_out, "hồ sơ quá hạn đã lâu"),
        (found.unlooked_out, "hồ sơ nộp đã lâu chưa được kiểm tra"),
        (found.unexplained_out, "hồ sơ trễ hạn chưa ghi nguyên nhân"),
    )
    return [f"Ngoài ra còn {number} {what}." for number, what in counted if number]


def _beyond(found: Agenda) -> list[Block]:
    said = [Paragraph(words) for words in beyond(found)]
    more = Paragraph("Xem đủ bằng lệnh: motcua dossiers breaches.")
    return [*said, more] if said else []


def hours(left: timedelta) -> str:
    """Working hours left, in words."""
    minutes = int(left.total_seconds()) // 60
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest} phút làm việc"
    return f"{whole} giờ {rest} phút làm việc" if rest else f"{whole} giờ làm việc"


def intake_line(task: Task, day: Day) -> str:
    """A dossier nobody looked at, with what is left of its time."""
    due, dossier = task.finding.due, task.case.dossier
    if due is None:
        return dossier.code
    if day.now > due:
        return f"{dossier.code} · đã quá {wording.moment(due)}"
    left = day.calendar.working_time_between(day.now, due)
    return f"{dossier.code} · còn {hours(left)} (đến {wording.moment(due)})"


def _hours(task: Task, day: Day) -> Item:
    return Item(intake_line(task, day))


def _decision(task: Task) -> Item:
    return Item(f"{task.case.dossier.code} · {task.finding.rule.label}")


def _section(title: str, cases: Iterable[Case], most: int) -> list[Block]:
    listed = [case.dossier for case in cases]
    if not listed:
        return []
    return [Heading(f"{title}: {len(listed)}"), *wording.lines(listed, most)]
