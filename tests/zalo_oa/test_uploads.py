"""What Zalo does not take as a file is told in words at once; nothing else waits for it."""

import pytest

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.line import Line
from tests.zalo_oa.test_alarms import line as with_administrator
from tests.zalo_oa.test_alarms import told
from tests.zalo_oa.test_send import sends_file

LAN, HOA = "246845883529197922", "9002"
UPLOAD = "/v2.0/oa/upload/file"
INSTEAD = "không gửi được qua Zalo"
pytestmark = pytest.mark.asyncio
line = with_administrator


@pytest.fixture
def sending(line: Line) -> Line:
    """Every answer of it is a document."""
    line.log_in()
    sends_file(line, b"%PDF-1.4 to khai", "don.pdf")
    return line


def use_up(line: Line) -> None:
    """A month's uploads."""
    month = f"{line.clock.now().astimezone(rules.THERE):%Y-%m}"
    line.zalo.account.uploads[month] = rules.UPLOADS_A_MONTH


async def test_once_a_months_uploads_are_used_up_words_go_in_their_place(sending: Line) -> None:
    use_up(sending)
    async with sending.open():
        await sending.says(LAN, "mẫu")
        assert INSTEAD in (await sending.heard(LAN, 2))[1]
        await sending.says(LAN, "mẫu nữa")
        assert INSTEAD in (await sending.heard(LAN, 4))[3]
        sending.move(days=32)
        await sending.says(LAN, "mẫu sau", "m9")
        await sending.heard(LAN, 6)

    assert sending.zalo.account.person(LAN).hears[5]["attachment"]["type"] == "file"
    assert sending.zalo.account.calls[UPLOAD] == 3
    (said,) = told(sending)
    assert "lỗi -211" in said
    assert "vẫn gửi bình thường" in said


@pytest.mark.parametrize("code", [-211, -224, -235])
async def test_that_no_file_is_taken_stops_no_words(sending: Line, code: int) -> None:
    sending.zalo.account.faults[UPLOAD] = [code] * 5
    async with sending.open():
        await sending.says(LAN, "mẫu")
        assert INSTEAD in (await sending.heard(LAN, 2))[1]
        await sending.says(HOA, "mẫu")
        assert INSTEAD in (await sending.heard(HOA, 2))[1]
        figures = sending.service.figures()

    assert (figures["stopped"], sending.zalo.account.calls[UPLOAD]) == (0, 2)
    assert len(told(sending)) == 1


@pytest.mark.parametrize("code", [-210, -201, -100])
async def test_a_file_zalo_finds_wrong_is_told_in_words_and_alarms_nobody(
    sending: Line, code: int
) -> None:
    sending.zalo.account.faults[UPLOAD] = [code]
    async with sending.open():
        await sending.says(LAN, "mẫu")
        assert INSTEAD in (await sending.heard(LAN, 2))[1]

    assert told(sending) == []


async def test_a_full_minute_tries_the_upload_again(sending: Line) -> None:
    sending.zalo.account.faults[UPLOAD] = [-32]
    async with sending.open():
        await sending.says(LAN, "mẫu")
        await sending.heard(LAN)
        await sending.quiet()
        sending.move(minutes=1, seconds=6)
        await sending.heard(LAN, 2)

    assert sending.zalo.account.person(LAN).hears[1]["attachment"]["type"] == "file"
    assert len(sending.zalo.account.person(LAN).hears) == 2


async def test_a_file_kept_for_seven_days_is_uploaded_again_after_them(sending: Line) -> None:
    async with sending.open():
        await sending.says(LAN, "mẫu")
        await sending.heard(LAN, 2)
        sending.move(days=6, hours=23)
        await sending.says(LAN, "mẫu nữa", "m8")
        await sending.heard(LAN, 4)
        assert sending.zalo.account.calls[UPLOAD] == 1
        sending.move(hours=2)
        await sending.says(LAN, "mẫu sau", "m9")
        await sending.heard(LAN, 6)

    assert sending.zalo.account.calls[UPLOAD] == 2
    assert len(sending.zalo.account.person(LAN).hears) == 6


PDF, JPEG = b"%PDF-1.4 ", b"\xff\xd8\xff\xe0"


@pytest.mark.parametrize(
    ("name", "head", "size", "goes"),
    [
        ("don.pdf", PDF, rules.FILE_BYTES, True),
        ("don.pdf", PDF, rules.FILE_BYTES + 1, False),
        ("anh.jpg", JPEG, rules.IMAGE_BYTES, True),
        ("anh.jpg", JPEG, rules.IMAGE_BYTES + 1, False),
        ("anh.webp", b"RIFF\x00\x00\x00\x00WEBP", 400, False),
        ("bang.xlsx", b"PK\x03\x04", 400, False),
    ],
)
async def test_only_what_zalo_takes_is_uploaded(
    sending: Line, name: str, head: bytes, size: int, *, goes: bool
) -> None:
    sends_file(sending, head.ljust(size, b" "), name)
    async with sending.open():
        await sending.says(LAN, "mẫu")
        said = (await sending.heard(LAN, 2))[1]

    assert (INSTEAD not in said) == goes
    calls = sending.zalo.account.calls
    assert calls[UPLOAD] + calls["/v2.0/oa/upload/image"] == goes
    assert len(sending.zalo.account.assets) == goes
