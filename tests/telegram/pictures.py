"""What the tests of pictures and files on Telegram share."""

from handlers.wording.guide import SAMPLE_MARK
from tests.fakes.telegram.people import Person
from tests.telegram.conftest import Line

CARD = "012345678901|123456789|Nguyễn Thị Mẫu|01021990|Nữ|Số 1 đường Mẫu, Phường Mẫu|05062021"
JPEG = "image/jpeg"


async def answer(line: Line, person: Person, number: int = 1) -> str:
    """The last of what the bot has said, once it is that much."""
    await line.heard(person, number)
    await line.quiet()
    return person.hears[-1].removesuffix(SAMPLE_MARK).strip()
