"""Pictures a step asked for: kept without what the phone added, and erased with the person."""

import asyncio
import io
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.messages import FileState, Inbound, InboundKind
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from tests.fakes.clock import FakeClock
from tests.fakes.drafts import REPORT
from tests.fakes.photos import photo, plain_photo
from tests.fakes.responder import say
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line
from tests.telegram.pictures import JPEG

KEEPS = frozenset({"feedback.describe"})


def keeps(inbound: Inbound, state: ConversationState, now: object) -> Turn:
    """A flow that asks for a picture and takes it."""
    if inbound.kind is InboundKind.FILES:
        seen = say(" ".join(str(one.state) for one in inbound.files))
        return replace(seen, step=state.step)
    return Turn(say("anh/chị gửi ảnh giúp em").replies, step="feedback.describe", draft=REPORT)


@pytest.fixture
def asking(sqlite_store: Store, clock: FakeClock) -> Line:
    """A ward whose flow asks for pictures."""
    line = Line(sqlite_store, clock, keeps=KEEPS)
    line.responder.decide = keeps
    return line


@pytest.mark.asyncio
async def test_a_picture_a_step_asked_for_is_kept_without_what_the_phone_added(
    asking: Line,
) -> None:
    binh = Person(asking.api)
    async with asking.open():
        binh.says("đường hư")
        await asking.heard(binh)
        binh.hands(with_place(plain_photo()), "../../Đường hư <nhà ông B>.jpeg", JPEG)
        assert (await asking.heard(binh, 2))[1] == FileState.STORED
    inbound, _ = asking.responder.asked[-1]
    (file,) = inbound.files
    data = asking.files.read(file.key)
    assert data is not None
    assert b"GPS" not in data
    assert b"Exif" not in data
    with asking.ward.store.read() as work:
        (name,) = work.connection.exec_driver_sql("SELECT name FROM attachment").scalars()
    assert "/" not in name
    assert name.endswith(".jpg")


@pytest.mark.asyncio
async def test_a_picture_nobody_asked_for_is_not_kept(asking: Line) -> None:
    binh = Person(asking.api)
    async with asking.open():
        binh.shows(plain_photo())
        assert await asking.heard(binh) == [FileState.READ]
    assert list(asking.files.found()) == []


@pytest.mark.asyncio
async def test_a_step_that_ran_out_keeps_nothing(asking: Line, clock: FakeClock) -> None:
    binh = Person(asking.api)
    async with asking.open():
        binh.says("đường hư")
        await asking.heard(binh)
        clock.move(hours=25)
        binh.shows(plain_photo())
        assert (await asking.heard(binh, 2))[1] == FileState.READ


@pytest.mark.asyncio
async def test_erasing_a_person_removes_the_bytes_too(asking: Line, tmp_path: Path) -> None:
    binh, other = Person(asking.api), Person(asking.api, 2002)
    async with asking.open():
        for one in (binh, other):
            one.says("đường hư")
            await asking.heard(one)
            one.shows(photo("CANARY-7319"))
            await asking.heard(one, 2)
        assert len(list(asking.files.found())) == 2
        await asyncio.to_thread(asking.ward.inbox.forget, asking.ward.endpoint, "1001")
    (left,) = asking.files.found()
    assert left.key.startswith(asking.ward.contact("2002"))
    assert FileStore(tmp_path / "files").read(left.key)


def with_place(data: bytes) -> bytes:
    """The same picture as a phone writes it, with the place where it was taken."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        marks = Image.Exif()
        marks[0x010F] = "GPS phone"
        out = io.BytesIO()
        image.save(out, "JPEG", exif=marks)
    assert b"GPS" in out.getvalue()
    return out.getvalue()
