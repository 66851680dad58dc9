"""Files of ours on Telegram: uploaded once, sent by id afterwards, resumed where they failed."""

from datetime import datetime
from pathlib import Path

import pytest

from handlers.messages import Attachment, Button, Inbound, Paragraph, Reply
from handlers.store.files import WARD
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState, Turn
from handlers.wording.files import NO_MORE
from tests.fakes.clock import FakeClock
from tests.fakes.photos import encoded, plain_photo
from tests.fakes.telegram.core import StrictApi, eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line

FORM = b"%PDF-1.7 a form\n%%EOF"


def gives(*files: Attachment) -> object:
    """A responder that answers with these files."""

    def decide(inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        return Turn((Reply((Paragraph("Mẫu đây ạ"),), (Button("Xong", "menu"),), files),))

    return decide


async def asks(line: Line, person: Person, parts: int) -> None:
    """Ask, and wait until so many messages came."""
    before = len(line.api.sent(person.id))
    person.says("xin mẫu")
    await eventually(lambda: len(line.api.sent(person.id)) == before + parts)
    await line.quiet()


def uploads(line: Line) -> int:
    """Calls that carried bytes."""
    calls = [*line.api.made("sendDocument"), *line.api.made("sendPhoto")]
    return sum(not {"document", "photo"} & call.parameters.keys() for call in calls)


@pytest.mark.asyncio
async def test_a_form_is_uploaded_once_and_sent_by_its_id_afterwards(line: Line) -> None:
    key = line.files.put(WARD, FORM)
    line.responder.decide = gives(Attachment(key, "Tờ khai khai sinh.pdf"))  # type: ignore[assignment]
    people = [Person(line.api, number) for number in (1001, 1002, 1003)]
    async with line.open():
        for one in people:
            await asks(line, one, 2)
    for one in people:
        words, file = line.api.sent(one.id)
        assert words["text"] == "Mẫu đây ạ"
        assert file["document"]["file_name"] == "Tờ khai khai sinh.pdf"
        assert line.api.files.data(file["document"]["file_id"]) == FORM
    assert uploads(line) == 1
    assert line.api.refused() == []


@pytest.mark.asyncio
async def test_the_id_outlives_the_process(sqlite_store: Store, clock: FakeClock) -> None:
    api = StrictApi(clock)
    for number in (1, 2):
        line = Line(sqlite_store, clock)
        line.api = line.request._api = line.polls._api = api
        key = line.files.put(WARD, FORM)
        line.responder.decide = gives(Attachment(key, "to-khai.pdf"))  # type: ignore[assignment]
        async with line.open():
            await asks(line, Person(api, number), 2)
    assert uploads(line) == 1


@pytest.mark.asyncio
async def test_an_id_telegram_no_longer_knows_is_uploaded_again(line: Line, lan: Person) -> None:
    key = line.files.put(WARD, FORM)
    line.responder.decide = gives(Attachment(key, "to-khai.pdf"))  # type: ignore[assignment]
    async with line.open():
        await asks(line, lan, 2)
        line.api.files.forget()
        await asks(line, lan, 2)
        await asks(line, lan, 2)
    assert uploads(line) == 2


@pytest.mark.asyncio
async def test_a_picture_goes_as_a_picture_and_a_long_strip_as_a_document(
    line: Line, lan: Person
) -> None:
    from PIL import Image

    strip = encoded(Image.new("RGB", (40, 2_000)), "PNG")
    picture = Attachment(line.files.put(WARD, plain_photo()), "ban-do.jpg")
    banner = Attachment(line.files.put(WARD, strip), "bang-led.png")
    line.responder.decide = gives(picture, banner)  # type: ignore[assignment]
    async with line.open():
        await asks(line, lan, 3)
    _, first, second = line.api.sent(lan.id)
    assert "photo" in first
    assert second["document"]["file_name"] == "bang-led.png"
    assert line.api.refused() == []


@pytest.mark.asyncio
async def test_after_a_failure_only_what_is_missing_is_sent(line: Line, lan: Person) -> None:
    files = [Attachment(line.files.put(WARD, FORM + mark), "x.pdf") for mark in (b"1", b"2", b"3")]
    line.responder.decide = gives(*files)  # type: ignore[assignment]
    line.api.fail(method="sendDocument", status=502)
    async with line.open():
        await asks(line, lan, 4)
    assert ["text" in one for one in line.api.sent(lan.id)] == [True, False, False, False]
    assert next(call.status for call in line.api.calls if call.method == "senddocument") == 502


@pytest.mark.asyncio
async def test_a_file_that_is_gone_is_told_in_its_place(line: Line, lan: Person) -> None:
    key = line.files.put(WARD, FORM)
    line.files.free([key])
    line.responder.decide = gives(Attachment(key, "to-khai.pdf"))  # type: ignore[assignment]
    async with line.open():
        await asks(line, lan, 2)
    assert lan.hears == ["Mẫu đây ạ", NO_MORE]


@pytest.mark.asyncio
async def test_no_key_leads_out_of_the_store(line: Line, lan: Person, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    line.responder.decide = gives(Attachment("../secret", "to-khai.pdf"))  # type: ignore[assignment]
    async with line.open():
        await asks(line, lan, 2)
    assert lan.hears[-1] == NO_MORE
