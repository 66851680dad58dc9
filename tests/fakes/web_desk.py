"""A fake of the web's own ports: a desk that answers by hand or at once, and small pages."""

import asyncio
from collections import defaultdict
from datetime import date, datetime, timedelta

from bot.channels.web.thread import Entry, Said, SharedFile, Thread
from bot.web.ports import Announced, Directory, Gone, LifeEvent, Listed, Published
from handlers.clock import LOCAL
from handlers.errors import StorageBusyError, StorageLostError
from handlers.messages import (
    Address,
    Button,
    Fact,
    Heading,
    Inbound,
    InboundKind,
    Item,
    Link,
    Paragraph,
    Reply,
)
from knowledge.commune import CalendarSettings, Commune, CommuneStage, DeskHours, Hotline

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=LOCAL)

BIRTH = "1.001193"

CARD = Reply(
    (
        Heading("Đăng ký khai sinh"),
        Paragraph("Anh/chị cần nộp:"),
        Item("Tờ khai đăng ký khai sinh", checkable=True),
        Item("Giấy chứng sinh", checkable=True),
        Fact("Lệ phí", "không thu khi đăng ký đúng hạn"),
        Fact("Thời hạn", "trong ngày"),
        Link("Nộp trực tuyến", "https://dichvucong.gov.vn/"),
    ),
    (Button("Lệ phí", f"p:{BIRTH}:fee"), Button("Thời hạn", f"p:{BIRTH}:time")),
    subject=f"procedure:{BIRTH}",
)


class FakeDesk:
    """Keeps threads in memory; `holds` keeps answers back until `release`."""

    def __init__(self) -> None:
        self.received: list[Inbound] = []
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        self.holds = False
        self.broken = False
        self.answer = CARD
        self.uploads: list[bytes] = []
        self.files: dict[str, bytes] = {}
        self._seen: set[str] = set()
        self._held: list[Inbound] = []
        self._news: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def submit(self, inbound: Inbound) -> None:
        """Store; answer at once unless held."""
        self._check()
        if inbound.external_id in self._seen:
            return
        self._seen.add(inbound.external_id)
        self.received.append(inbound)
        self._add(inbound, said=Said(inbound.kind, inbound.text, inbound.action))
        if self.holds:
            self._held.append(inbound)
        else:
            self._add(inbound, reply=self.answer)

    async def release(self) -> None:
        """Answer what was held, and what is still on its way."""
        self.holds = False
        held, self._held = self._held, []
        for inbound in held:
            self._add(inbound, reply=self.answer)

    async def thread(self, address: Address, since: int = 0) -> Thread:
        """The entries after `since`."""
        self._check()
        entries = tuple(e for e in self.entries[address.contact] if e.seq > since)
        return Thread(entries, any(i.address == address for i in self._held))

    async def wait_for_news(self, address: Address, since: int, seconds: float) -> None:
        """Until something is added."""
        event = self._news[address.contact]
        if any(e.seq > since for e in self.entries[address.contact]):
            return
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return

    async def arrive(self, data: bytes) -> str:
        """Keep an upload under a number."""
        self._check()
        self.uploads.append(data)
        return f"upload {len(self.uploads)}"

    async def file(self, address: Address, line: int, number: int) -> SharedFile | None:
        """A file of a reply in the thread."""
        self._check()
        for entry in self.entries[address.contact]:
            if entry.seq == line and entry.reply and number < len(entry.reply.attachments):
                shown = entry.reply.attachments[number]
                return SharedFile(shown.filename, self.files[shown.key])
        return None

    async def forget(self, address: Address) -> None:
        """Erase one thread."""
        self._check()
        self.entries.pop(address.contact, None)

    def texts(self) -> list[str]:
        """The words received, in order."""
        return [one.text for one in self.received if one.kind is InboundKind.TEXT]

    def _check(self) -> None:
        if self.broken:
            raise StorageBusyError

    def _add(
        self, inbound: Inbound, *, said: Said | None = None, reply: Reply | None = None
    ) -> None:
        contact = inbound.address.contact
        seq = len(self.entries[contact]) + 1
        self.entries[contact].append(Entry(seq, inbound.received_at, said, reply))
        event = self._news.pop(contact, None)
        if event is not None:
            event.set()


class FakePages:
    """A catalogue of a few procedures."""

    def __init__(self) -> None:
        self.broken = False
        self.listed = Directory(
            (
                Listed(BIRTH, "Thủ tục đăng ký khai sinh", "Hộ tịch"),
                Listed("1.000894", "Thủ tục đăng ký kết hôn", "Hộ tịch"),
                Listed("1.001612", "Đăng ký thành lập hộ kinh doanh", "Hộ kinh doanh"),
                Listed("2.000815", "Chứng thực bản sao từ bản chính", "Chứng thực"),
            ),
            (LifeEvent("Sinh con", (BIRTH, "9.999999")),),
        )

    def greeting(self) -> Reply:
        """A greeting with six suggestions."""
        self._check()
        labels = ("Khai sinh", "Kết hôn", "Chứng thực", "Hộ khẩu", "Đất đai", "Giờ làm việc")
        blocks = (
            Heading("Anh/chị cần làm giấy tờ gì?"),
            Paragraph("Em chỉ giấy tờ, lệ phí, thời hạn và nơi nộp. Anh/chị gõ câu hỏi bên dưới."),
        )
        return Reply(blocks, tuple(Button(one, f"hello:{n}") for n, one in enumerate(labels)))

    def directory(self) -> Directory:
        """What is listed."""
        self._check()
        return self.listed

    def card(self, code: str) -> Reply | None:
        """One card."""
        self._check()
        return CARD if code == BIRTH else None

    def checklist(self, code: str) -> Reply | None:
        """One checklist."""
        return Reply(CARD.blocks[:4]) if code == BIRTH else None

    def hours(self, now: datetime) -> Reply:
        """Hours."""
        return Reply((Heading("Giờ làm việc"), Fact("Hôm nay", f"{now:%d/%m}"), Paragraph("Mở.")))

    def privacy(self) -> Reply:
        """Privacy."""
        return Reply((Heading("Quyền riêng tư"), Paragraph("Em giữ rất ít."), Item("Cookie")))

    def _check(self) -> None:
        if self.broken:
            raise StorageLostError


def sample_commune(stage: CommuneStage = CommuneStage.SAMPLE) -> Commune:
    """A commune that does not exist."""
    return Commune(
        key="phuong-thu",
        name="Phường Thử Nghiệm",
        province="Tỉnh Mẫu",
        stage=stage,
        desks={
            "psc": DeskHours(
                name="Trung tâm Phục vụ hành chính công",
                hours=("07:00-11:30", "13:30-17:00"),
                days="mon-fri, sat-am",
            )
        },
        hotline=Hotline(number="0000 000 003"),
        calendar=CalendarSettings(confirmed_until=date(2026, 12, 31)),
    )


class Ticking:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = MORNING

    def now(self) -> datetime:
        """The moment set."""
        return self.at

    def passes(self, seconds: float) -> None:
        """Move on."""
        self.at += timedelta(seconds=seconds)


class FakeAnnounced:
    """The `Announcements` port on a list."""

    def __init__(self) -> None:
        self.shown: dict[int, Announced | Gone] = {}

    def put(self, number: int, text: str) -> None:
        """Show one."""
        lines = tuple(Paragraph(one) for one in (*text.split("\n"), "Mã kiểm tra: ABCD-2345."))
        body = Reply((Heading("Tin của Phường Mẫu"), *lines))
        self.shown[number] = Announced(number, "Điện, nước, giao thông", text, body, MORNING)

    def page(self, limit: int, skip: int = 0) -> tuple[Announced, ...]:
        """The newest first."""
        found = [one for one in self.shown.values() if isinstance(one, Announced)]
        return tuple(found[::-1][skip : skip + limit])

    def number(self) -> int:
        """How many are shown."""
        return sum(isinstance(one, Announced) for one in self.shown.values())

    def one(self, number: int) -> Announced | Gone | None:
        """One of them."""
        return self.shown.get(number)


class FakePublished:
    """The `PublishedCases` port on a list."""

    def __init__(self, picture: bytes = b"") -> None:
        self.shown: dict[int, Published | Gone] = {}
        self.data = picture

    def put(self, number: int, question: str, answer: str, pictures: int = 0) -> None:
        """Publish one."""
        day = MORNING.date()
        kind, unit = "Việc ở khu phố: rác, đèn, ngập, ồn", "Tổ Đô thị"
        self.shown[number] = Published(number, kind, unit, question, answer, day, MORNING, pictures)

    def page(self, limit: int, skip: int = 0) -> tuple[Published, ...]:
        """The newest first."""
        found = [one for one in self.shown.values() if isinstance(one, Published)]
        return tuple(found[::-1][skip : skip + limit])

    def number(self) -> int:
        """How many are shown."""
        return sum(isinstance(one, Published) for one in self.shown.values())

    def one(self, number: int) -> Published | Gone | None:
        """One of them."""
        return self.shown.get(number)

    def picture(self, number: int, place: int) -> tuple[bytes, str] | None:
        """The one picture."""
        found = self.shown.get(number)
        there = isinstance(found, Published) and 1 <= place <= found.pictures
        return (self.data, "image/jpeg") if there else None
