"""A record made to be told, and what a citizen reads of it."""

from datetime import date, time

from handlers.messages import Block, Fact, Heading, Item, Link, Paragraph
from handlers.wording import procedure as wording
from handlers.wording.procedure import Setting
from knowledge.commune import CalendarSettings, Commune, DeskHours
from knowledge.procedures import (
    Announcement,
    Case,
    CitizenLimit,
    Fee,
    FeeKind,
    Handover,
    Mark,
    Part,
    Procedure,
    ProcessingTime,
    RequiredDocument,
    TimeUnit,
)

TODAY = date(2026, 11, 22)
COMMUNE = Commune(
    key="phuong-thu",
    name="Phường Thử",
    province="Tỉnh Thử",
    desks={"psc": DeskHours(name="Trung tâm", address="Số 1", phone="0000 000 001")},
    calendar=CalendarSettings(confirmed_until=date(2026, 12, 31)),
)
BIRTH = Procedure(
    code="1.001193",
    name="Thủ tục đăng ký khai sinh",
    short_name="Đăng ký khai sinh",
    field="Hộ tịch",
    cases=(Case(key="on_time", label="trong 60 ngày"), Case(key="late", label="quá 60 ngày")),
    documents=(
        RequiredDocument(name="Tờ khai", form="Tờ khai"),
        RequiredDocument(name="Căn cước", handover=Handover.SHOW),
        RequiredDocument(name="Giấy kết hôn của cha mẹ", handover=Handover.LOOKUP),
    ),
    times=(ProcessingTime(unit=TimeUnit.SAME_DAY, cutoff=time(15)),),
    fees=(
        Fee(kind=FeeKind.EXEMPT, case="on_time"),
        Fee(kind=FeeKind.COUNCIL, case="late"),
        Fee(kind=FeeKind.AMOUNT, amount=8000, per="bản sao"),
    ),
    citizen_limits=(
        CitizenLimit(
            value=60, unit=TimeUnit.DAY, start="ngày sinh", text="trong 60 ngày từ ngày sinh"
        ),
    ),
    marks=dict.fromkeys((Part.DOCUMENTS, Part.TIME, Part.FEE, Part.PLACE), Mark.CONFIRMED),
    announcement=Announcement(number="163/QĐ-BTP"),
    source_url="https://dichvucong.gov.vn/x",
    checked_on=date(2026, 11, 1),
    review_by=date(2027, 2, 15),
    review_reason="Luật Hộ tịch mới có hiệu lực từ 1/3/2027",
)


def said(blocks: list[Block]) -> str:
    lines = []
    for block in blocks:
        match block:
            case Fact(label, value):
                lines.append(f"{label}: {value}")
            case Link(label, url):
                lines.append(f"{label} {url}")
            case Heading(text) | Paragraph(text) | Item(text):
                lines.append(text)
    return "\n".join(lines)


def answer(record: Procedure, part: Part | None = None, **setting: object) -> str:
    blocks, _ = wording.answer(record, part, Setting(COMMUNE, TODAY, **setting))  # type: ignore[arg-type]
    return said(blocks)
