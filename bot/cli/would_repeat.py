"""What an officer reads of a database put back from a backup: what would be said twice."""

from collections.abc import Iterator
from typing import Final

from handlers.would_repeat import Reopened, Resumed, WouldRepeat
from knowledge.calendar import local

HOW: Final = "resume hoặc cancel từng tin"


def lines(seen: WouldRepeat) -> Iterator[str]:
    """One line for each thing that may have been said before."""
    for look, one in seen.notices:
        code = look.dossier.code if look.dossier is not None else ""
        yield f"{look.follow.to.channel}, hồ sơ {code}: tin {one.kind} có thể đã gửi"
    for recall, one in seen.reminders:
        to, code = recall.reminder.to, recall.reminder.code
        yield f"{to.channel}, nhắc hạn thủ tục {code}: tin {one.kind} có thể đã gửi"
    if seen.broadcasts:
        numbers = ", ".join(str(each.one.id) for each in seen.broadcasts)
        yield f"Tin gửi nhiều người đã tạm dừng: {numbers}; {HOW}."
    yield from (_resumed(each) for each in seen.broadcasts)
    yield from (_reopened(each) for each in seen.corrections if each.people)
    if seen.drafts:
        numbers = ", ".join(str(one.id) for one in seen.drafts)
        yield f"Bản nháp {numbers}: có thể đã cho gửi sau lần sao lưu, hỏi lại rồi hãy cho gửi."


def _resumed(each: Resumed) -> str:
    one = each.one
    if one.repeats is not None:
        return f"Tin {one.id} gửi định kỳ: lần đã qua không gửi lại, lần tới vẫn gửi khi resume."
    if not each.people:
        return f"Tin {one.id}: resume không soạn thêm cho ai đã nhận."
    return f"Tin {one.id}: resume thì soạn cho {each.people} người, có thể họ đã nhận."


def _reopened(each: Reopened) -> str:
    one = each.one
    was = "đang gửi dở, đã mở lại" if each.begun else "chưa gửi lúc sao lưu"
    found = f"{local(one.found_at):%d/%m/%Y}"
    return (
        f"Đính chính {one.id} ({one.code}, ngày {found}) {was}: "
        f"cho gửi thì soạn cho {each.people} người, có thể họ đã nhận."
    )
