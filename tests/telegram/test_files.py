"""Pictures and files people send on Telegram, with the shipped records."""

import io
import zipfile
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.preparing import FETCH_PAUSES
from handlers.dossier_ports import LookUpPorts
from handlers.messages import InboundKind
from handlers.router import Router
from handlers.store.personal import StoredPersonalRecords
from handlers.store.unit_of_work import Store
from handlers.wording import files as wording
from tests.conversations.conftest import NOON
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import CODE, FOUR, FakeDossiers, dossier
from tests.fakes.photos import HARD, Shot, photo, plain_photo
from tests.fakes.shipped import shipped_base
from tests.fakes.telegram.core import eventually
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line
from tests.telegram.pictures import CARD, JPEG, answer

DOSSIER = "https://dichvucong.mau.gov.vn/tra-cuu?ma=H32.12.05-260923-0007&ten=Nguyen+Thi+Mau"


@pytest_asyncio.fixture
async def ward(sqlite_store: Store) -> AsyncIterator[Line]:
    """The real router behind the bot."""
    router = Router(lambda _: shipped_base(), StoredPersonalRecords(sqlite_store))
    async with Line(sqlite_store, FakeClock(NOON), router).open() as opened:
        yield opened


@pytest.fixture
def mai(ward: Line) -> Person:
    return Person(ward.api)


@pytest.mark.asyncio
async def test_a_hard_photo_of_a_procedures_code_shows_the_procedure(
    ward: Line, mai: Person
) -> None:
    mai.shows(photo("https://t.me/motcua_bot?start=p_1-001193", HARD))
    assert "khai sinh" in (await answer(ward, mai)).lower()
    mai.shows(photo("Mã thủ tục 1.004873", Shot(angle=170, blur=1.5, light=0.6, tilt=0.05)))
    assert "tình trạng hôn nhân" in (await answer(ward, mai, 2)).lower()
    assert ward.api.refused() == []


@pytest.mark.asyncio
async def test_a_caption_goes_with_the_code_as_if_both_were_typed(line: Line, lan: Person) -> None:
    async with line.open():
        lan.shows(photo(DOSSIER), caption="xong chưa ạ")
        await line.heard(lan)
    inbound, _ = line.responder.asked[0]
    assert inbound.kind is InboundKind.FILES
    assert inbound.codes == ("H32.12.05-260923-0007",)
    assert inbound.text == "xong chưa ạ"


@pytest.mark.asyncio
async def test_of_a_code_only_what_is_ours_reaches_the_flow(line: Line, lan: Person) -> None:
    async with line.open():
        lan.shows(photo(DOSSIER))
        lan.shows(photo("WIFI:S:nha-minh;T:WPA;P:mat-khau;;"))
        await line.heard(lan, 2)
    codes = [inbound.codes for inbound, _ in line.responder.asked]
    assert codes == [("H32.12.05-260923-0007",), ()]
    assert "mat-khau" not in str(line.responder.asked)
    assert "Nguyen" not in str(line.responder.asked)


@pytest.mark.asyncio
@pytest.mark.parametrize("caption", ["", "xin trích lục khai sinh cần giấy tờ gì"])
async def test_an_identity_card_is_dropped_and_told_why(
    ward: Line, mai: Person, caption: str
) -> None:
    mai.shows(photo(CARD), caption=caption)
    said = await answer(ward, mai)
    assert wording.IDENTITY_CARD in said
    assert ("trích lục" in said.lower()) == bool(caption)
    assert list(ward.files.found()) == []


@pytest.mark.asyncio
async def test_a_picture_without_a_code_is_looked_at_and_not_kept(ward: Line, mai: Person) -> None:
    mai.shows(plain_photo())
    assert await answer(ward, mai) == wording.NO_CODE
    mai.shows(photo("WIFI:S:nha-minh;T:WPA;P:mat-khau;;"))
    assert await answer(ward, mai, 2) == wording.OTHER_CODE
    assert list(ward.files.found()) == []


def a_zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, wording.NOT_TAKEN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", wording.NOT_TAKEN),
        (a_zip("anh.jpg"), wording.NOT_TAKEN),
        (
            a_zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            wording.NOT_TAKEN,
        ),
        (b"\xff\xd8\xff" + b"x" * 500, wording.BROKEN),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, wording.HEIC),
        (a_zip("[Content_Types].xml", "word/document.xml"), wording.DOCUMENT),
        (b"%PDF-1.7\n1 0 obj\n%%EOF", wording.DOCUMENT),
    ],
)
async def test_what_a_file_is_decides_not_what_it_is_called(
    ward: Line, mai: Person, data: bytes, said: str
) -> None:
    mai.hands(data, "anh.jpg", JPEG)
    assert await answer(ward, mai) == said


@pytest.mark.asyncio
async def test_a_file_too_large_is_never_fetched(ward: Line, mai: Person) -> None:
    big = ward.api.files.document(b"x", "video.pdf", "application/pdf", claimed=30_000_000)
    mai.sends(document=big)
    assert await answer(ward, mai) == wording.TOO_LARGE
    assert ward.api.made("download") == []
    assert ward.api.made("getFile") == []


@pytest.mark.asyncio
async def test_a_file_is_fetched_again_while_telegram_stumbles(ward: Line, mai: Person) -> None:
    ward.api.fail(method="getFile", status=502)
    ward.api.fail(method="download", status=404)
    ward.api.fail(method="download", cut=True)
    mai.shows(photo("1.001193"))
    assert "khai sinh" in (await answer(ward, mai)).lower()


@pytest.mark.asyncio
async def test_a_file_telegram_never_hands_out_is_asked_for_again_kindly(
    ward: Line, mai: Person
) -> None:
    ward.api.fail(method="download", status=500, times=99)
    mai.shows(photo("1.001193"))
    mai.says("/thutuc")
    await ward.heard(mai, 2)
    assert mai.hears[0].startswith(wording.LOST)
    assert len(ward.api.calls) < 40
    tried = [call for call in ward.api.calls if call.method == "download"]
    assert len(tried) == 1 + len(FETCH_PAUSES)


@pytest.mark.asyncio
async def test_the_words_sent_after_a_picture_are_answered_after_it(
    ward: Line, mai: Person
) -> None:
    ward.api.fail(method="download", status=200, delay=0.2)
    mai.shows(plain_photo())
    mai.says("/huy")
    await ward.heard(mai, 2)
    assert mai.hears[0].startswith(wording.NO_CODE)


@pytest.mark.asyncio
async def test_a_slow_file_holds_up_nobody_else(ward: Line, mai: Person) -> None:
    ward.api.fail(method="download", status=200, delay=0.5)
    mai.shows(plain_photo())
    await eventually(lambda: any(call.method == "getfile" for call in ward.api.calls))
    other = Person(ward.api, 2002)
    other.says("/huy")
    await ward.heard(other)
    assert mai.hears == []
    await ward.heard(mai)


@pytest.mark.asyncio
@pytest.mark.parametrize("shown", [f"https://dvc.mau.vn/?ma={CODE}", "start"])
async def test_a_photographed_receipt_is_looked_up_like_a_typed_code(
    sqlite_store: Store, shown: str
) -> None:
    held = dossier()
    ports = LookUpPorts(FakeDossiers(held))
    records = StoredPersonalRecords(sqlite_store)
    router = Router(lambda _: shipped_base(), records, look_ups=ports)
    words = f"https://t.me/motcua_bot?start=d_{held.token}" if shown == "start" else shown
    async with Line(sqlite_store, FakeClock(NOON), router).open() as ward:
        hoa = Person(ward.api)
        hoa.shows(photo(words, HARD))
        await answer(ward, hoa)
        hoa.taps("Đồng ý")
        assert "4 số cuối" in await answer(ward, hoa, 2)
        hoa.says(FOUR)
        assert CODE in await answer(ward, hoa, 3)
        assert ward.api.refused() == []
