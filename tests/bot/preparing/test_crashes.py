"""Whatever ends a process between receive and handle, the message is answered once."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from bot.channels.base import Later
from bot.preparing import MOST_TRIES
from handlers.messages import FileReason, FileState, IncomingFile
from handlers.turns import Turn
from tests.bot.preparing.life import CODE, LATER, FakeFetcher, Life, picture, seen
from tests.fakes.drafts import REPORT
from tests.fakes.photos import photo, plain_photo
from tests.fakes.ward import Ward


def test_a_message_with_a_file_is_handled_once_its_code_was_read(
    ward: Ward, tmp_path: Path
) -> None:
    fetcher = FakeFetcher(photo(f"?ma={CODE}"))
    asyncio.run(Life(ward, tmp_path, fetcher).live(picture(ward)))
    ((inbound, _),) = ward.responder.asked
    assert inbound.codes == (CODE,)
    assert fetcher.gone == ["ref"]


def test_a_crash_after_reading_fetches_nothing_again(ward: Ward, tmp_path: Path) -> None:
    fetcher = FakeFetcher(photo(f"?ma={CODE}"))
    stored = ward.inbox.receive(picture(ward))
    assert stored is not None
    asyncio.run(Life(ward, tmp_path, fetcher).preparing.prepare(stored.id))
    assert ward.responder.asked == []
    ward.clock.move(seconds=LATER)
    asyncio.run(Life(ward, tmp_path, fetcher).live())
    ((inbound, _),) = ward.responder.asked
    assert inbound.codes == (CODE,)
    assert fetcher.asked == 1


def test_a_crash_before_it_was_written_down_fetches_again_and_answers_once(
    ward: Ward, tmp_path: Path
) -> None:
    fetcher = FakeFetcher(photo(f"?ma={CODE}"))
    stored = ward.inbox.receive(picture(ward))
    assert stored is not None
    life = Life(ward, tmp_path, fetcher)
    assert life.desk.begin(stored.id) is not None  # and there it died
    ward.clock.move(seconds=LATER)
    asyncio.run(Life(ward, tmp_path, fetcher).live())
    assert len(ward.responder.asked) == 1


def test_a_file_that_ends_every_process_is_given_up(ward: Ward, tmp_path: Path) -> None:
    fetcher = FakeFetcher(plain_photo())
    stored = ward.inbox.receive(picture(ward))
    assert stored is not None
    for _ in range(MOST_TRIES):
        assert Life(ward, tmp_path, fetcher).desk.begin(stored.id) is not None
    ward.clock.move(seconds=LATER)
    asyncio.run(Life(ward, tmp_path, fetcher).live())
    (file,) = seen(ward)
    assert (file.state, file.reason) == (FileState.LOST, FileReason.UNREACHABLE)
    assert fetcher.asked == 0


def test_a_person_erased_meanwhile_leaves_no_bytes(ward: Ward, tmp_path: Path) -> None:
    ward.responder.decide = lambda *_: Turn(step="feedback.describe", draft=REPORT)
    ward.says("đường hư")
    fetcher = FakeFetcher(plain_photo())
    life = Life(ward, tmp_path, fetcher)
    fetcher.before = lambda: ward.inbox.forget(ward.endpoint, "chat-1")
    asyncio.run(life.live(picture(ward)))
    assert list(life.files.found()) == []
    assert len(ward.responder.asked) == 1


def test_of_two_processes_that_looked_at_once_the_slower_takes_nothing_away(
    ward: Ward, tmp_path: Path
) -> None:
    ward.responder.decide = lambda *_: Turn(step="feedback.describe", draft=REPORT)
    ward.says("đường hư")
    fetcher, other = FakeFetcher(plain_photo()), FakeFetcher(plain_photo())
    stored = ward.inbox.receive(picture(ward))
    assert stored is not None
    slow, fast = Life(ward, tmp_path, fetcher), Life(ward, tmp_path, other)

    def overtake() -> None:
        asyncio.run(fast.preparing.prepare(stored.id))
        ward.inbox.handle(stored.id)

    async def late(file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        await asyncio.to_thread(overtake)
        yield fetcher.data

    fetcher.fetch = late  # type: ignore[method-assign]
    asyncio.run(slow.preparing.prepare(stored.id))
    (file,) = seen(ward)
    assert slow.files.read(file.key)


def test_stopping_does_not_wait_for_a_slow_channel(ward: Ward, tmp_path: Path) -> None:
    fetcher = FakeFetcher(plain_photo())
    fetcher.failures = [Later(), Later()]
    life = Life(ward, tmp_path, fetcher)

    async def run() -> None:
        paused = asyncio.Event()

        async def pause(seconds: float) -> None:
            paused.set()
            await asyncio.sleep(60)

        life.preparing._pause = pause
        await life.delivery.start()
        await life.dispatch.start()
        await life.dispatch.submit(picture(ward))
        await paused.wait()
        async with asyncio.timeout(5):
            await life.dispatch.stop()
        await life.delivery.stop()

    asyncio.run(run())
    assert ward.responder.asked == []
    ward.clock.move(seconds=LATER)
    asyncio.run(Life(ward, tmp_path, fetcher).live())
    assert [one.state for one in seen(ward)] == [FileState.READ]
