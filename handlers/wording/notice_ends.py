"""Words of notices about the end of a dossier: a result, a refusal, a stop."""

from datetime import datetime
from typing import Final

from handlers.messages import Block, Paragraph
from handlers.wording import figures
from handlers.wording.dossiers_clock import moment
from handlers.wording.notice_facts import NoticeFacts, phone_of, place_of
from handlers.wording.telling import reason_to_tell
from knowledge.calendar import local
from knowledge.procedures import SubmissionWay

OBJECT: Final = "Nếu không đồng ý, anh/chị nhắn /phananh cho phường, xã để phản ánh."
"""Right in a chat, by text message and on paper."""


def fetched(facts: NoticeFacts) -> bool:
    """Whether the result is come for: what approved templates say of it, too."""
    return facts.dossier.return_way in {None, SubmissionWay.IN_PERSON}


def ready(facts: NoticeFacts) -> list[Block]:
    """There is a result: fetched, brought by post, or read where it was asked for."""
    match facts.dossier.return_way:
        case SubmissionWay.POST:
            words = (
                "Quầy xác nhận đã có kết quả, gửi qua bưu điện như anh/chị đã đăng ký. Nếu "
                "chưa nhận được"
            )
            return [Paragraph(f"{words}, anh/chị gọi {phone_of(facts.commune)}.")]
        case SubmissionWay.ONLINE:
            words = (
                "Quầy xác nhận đã có kết quả bản điện tử. Anh/chị xem trong VNeID hoặc tài khoản "
                "Cổng Dịch vụ công quốc gia. Nếu chưa thấy"
            )
            return [Paragraph(f"{words}, anh/chị gọi {phone_of(facts.commune)}.")]
        case _:
            words = (
                "Quầy xác nhận đã có kết quả. Anh/chị mang giấy hẹn và giấy tờ tuỳ thân đến nhận."
            )
            return [Paragraph(words), *place_of(facts.commune)]


def uncollected(facts: NoticeFacts) -> list[Block]:
    """Nobody came for it."""
    words = "Kết quả vẫn chờ anh/chị. Nếu không tiện đến, anh/chị gọi hỏi gửi qua bưu điện:"
    return [Paragraph(f"{words} {phone_of(facts.commune)}."), *place_of(facts.commune)]


def returned(facts: NoticeFacts) -> list[Block]:
    """Handed over; not to the reader?"""
    at = facts.dossier.returned_at
    when = f" vào {figures.day(local(at).date())}" if at is not None else ""
    told = f"{facts.commune.name} ghi nhận đã trả kết quả{when}. Nếu anh/chị chưa nhận, gọi ngay"
    return [Paragraph(f"{told} {phone_of(facts.commune)}.")]


def rejected(facts: NoticeFacts) -> list[Block]:
    """Not taken in: why, if it may be written, and what can be done."""
    return [Paragraph(_why(facts, "từ chối tiếp nhận", "phiếu từ chối")), Paragraph(OBJECT)]


def stopped(facts: NoticeFacts) -> list[Block]:
    """Stopped: the same."""
    return [Paragraph(_why(facts, "dừng giải quyết", "thông báo dừng")), Paragraph(OBJECT)]


def _at(when: datetime) -> str:
    """Of a moment the hour is named; of a day alone the day."""
    said = moment(when)
    return f"lúc {said}" if said[0].isdecimal() else f"vào {said}"


def _why(facts: NoticeFacts, what: str, paper: str) -> str:
    """Who did it and when; the reason, else the paper it stands on (L-2)."""
    last = facts.dossier.events[-1] if facts.dossier.events else None
    when = f" {what} {_at(last.at)}." if last is not None else f" {what}."
    told = reason_to_tell(last.reason, facts.dossier.field) if last is not None else ""
    why = f"Lý do: {told}. Anh/chị hỏi" if told else f"Lý do ghi trên {paper}; anh/chị hỏi"
    return f"{facts.commune.name}{when} {why} {phone_of(facts.commune)}."
