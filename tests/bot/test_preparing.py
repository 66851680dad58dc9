"""Between receive and handle: whatever ends a process there, the message is answered once."""

import asyncio
import errno
import io
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.channels.base import FetchError, Gone, Later, TooLarge
from bot.channels.null import NullChannel
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.files.kinds import MOST
from bot.preparing import FETCH_PAUSES, MOST_TRIES, Preparing
from handlers.errors import StorageFullError
from handlers.incoming import FileDesk
from handlers.messages import FileReason, FileState, Inbound, InboundKind, IncomingFile
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from handlers.turns import Turn
from tests.fakes.clock import FakeClock
from tests.fakes.photos import photo, plain_photo
from tests.fakes.ward import Ward

CODE = "H32.12.05-260923-0007"
LATER = 40
"""Seconds after which any process takes up what another left."""


class FakeFetcher:
    """Hands out what it holds, after the failures it was told."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = data
        self.failures: list[FetchError] = []
        self.asked = 0
        self.gone: list[str] = []
        self.before: Callable[[], object] = lambda: None

    async def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
        """In pieces of 64 kB."""
        del file, most
        self.asked += 1
        self.before()
        if self.failures:
            raise self.failures.pop(0)
        for start in range(0, len(self.data), 65_536):
            yield self.data[start : start + 65_536]

    async def let_go(self, file: IncomingFile) -> None:
        """Note it."""
        self.gone.append(file.ref)


class Life:
    """One life of a process on a database: dispatch, delivery, preparing."""

    def __init__(self, ward: Ward, folder: Path, fetcher: FakeFetcher) -> None:
        self.files = FileStore(folder / "files")
        self.slept: list[float] = []
        self.desk = FileDesk(ward.store, ward.clock, frozenset({"feedback.describe"}))
        self.preparing = Preparing(
            self.desk, self.files, {ward.endpoint: fetcher}, pause=self._pause
        )
        delivery = Delivery(ward.store, {ward.endpoint: NullChannel()}, ward.clock)
        self.dispatch = Dispatch(ward.inbox, delivery, preparing=self.preparing, again_seconds=0.01)
        self.delivery = delivery

    async def _pause(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def live(self, *arriving: Inbound) -> None:
        """Take up what is left, take in what arrives, answer all of it."""
        await self.delivery.start()
        await self.dispatch.start()
        for one in arriving:
            await self.dispatch.submit(one)
        async with asyncio.timeout(20):
            while self.dispatch._done:  # noqa: ASYNC110 - looks from outside
                await asyncio.sleep(0.005)
        await self.dispatch.stop()
        await self.delivery.stop()


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> Ward:
    return Ward(store, clock)


def picture(ward: Ward, external_id: str = "picture-1", size: int = 9) -> Inbound:
    """A message with one file."""
    plain = ward.inbound(external_id=external_id)
    file = IncomingFile("ref", "anh.jpg", "image/jpeg", size)
    return Inbound(plain.address, external_id, plain.received_at, InboundKind.FILES, files=(file,))


def seen(ward: Ward) -> list[IncomingFile]:
    """The files as the flow saw them."""
    return [one for inbound, _ in ward.responder.asked for one in inbound.files]


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


@pytest.mark.parametrize(
    ("failures", "state", "asked"),
    [
        ([Later(), Later(), Later()], FileState.READ, 4),
        ([Later()] * 9, FileState.LOST, 1 + len(FETCH_PAUSES)),
        ([Later(600)], FileState.LOST, 1),
        ([Gone()], FileState.LOST, 1),
        ([TooLarge()], FileState.REFUSED, 1),
    ],
)
def test_a_channel_that_stumbles_is_asked_again_within_bounds(
    ward: Ward, tmp_path: Path, failures: list[FetchError], state: FileState, asked: int
) -> None:
    fetcher = FakeFetcher(plain_photo())
    fetcher.failures = list(failures)
    asyncio.run(Life(ward, tmp_path, fetcher).live(picture(ward)))
    (file,) = seen(ward)
    assert file.state is state
    assert fetcher.asked == asked


def test_the_pause_a_channel_asks_for_is_kept(ward: Ward, tmp_path: Path) -> None:
    fetcher = FakeFetcher(plain_photo())
    fetcher.failures = [Later(7.0)]
    life = Life(ward, tmp_path, fetcher)
    asyncio.run(life.live(picture(ward)))
    assert life.slept == [7.0]


def test_a_file_that_lied_about_its_size_is_cut_off(ward: Ward, tmp_path: Path) -> None:
    fetcher = FakeFetcher(b"\xff" * (MOST + 1))
    asyncio.run(Life(ward, tmp_path, fetcher).live(picture(ward)))
    assert [one.reason for one in seen(ward)] == [FileReason.TOO_LARGE]


def test_what_an_earlier_try_brought_is_written_over(ward: Ward, tmp_path: Path) -> None:
    whole = photo(f"?ma={CODE}")

    class Breaks(FakeFetcher):
        async def fetch(self, file: IncomingFile, most: int) -> AsyncIterator[bytes]:
            del file, most
            self.asked += 1
            yield whole[:5_000] if self.asked == 1 else whole
            if self.asked == 1:
                raise Later

    fetcher = Breaks()
    asyncio.run(Life(ward, tmp_path, fetcher).live(picture(ward)))
    ((inbound, _),) = ward.responder.asked
    assert (inbound.codes, fetcher.asked) == ((CODE,), 2)


def test_a_full_disk_while_a_file_comes_in_costs_the_file_and_not_the_answer(
    ward: Ward, tmp_path: Path
) -> None:
    life = Life(ward, tmp_path, FakeFetcher(plain_photo()))
    life.files.arriving = FullDisk  # type: ignore[method-assign]
    asyncio.run(life.live(picture(ward)))
    (file,) = seen(ward)
    assert (file.state, file.reason) == (FileState.LOST, FileReason.UNREACHABLE)


class FullDisk(io.BytesIO):
    """Takes nothing."""

    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_storage_that_fails_while_writing_down_is_tried_again(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetcher = FakeFetcher(photo(f"?ma={CODE}"))
    life = Life(ward, tmp_path, fetcher)
    real, failures = life.desk.settle, [StorageFullError()]

    def settle(*given: object) -> bool:
        if failures:
            raise failures.pop()
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(life.desk, "settle", settle)
    asyncio.run(life.live(picture(ward)))
    assert [inbound.codes for inbound, _ in ward.responder.asked] == [(CODE,)]


def test_a_person_erased_meanwhile_leaves_no_bytes(ward: Ward, tmp_path: Path) -> None:
    ward.responder.decide = lambda *_: Turn(step="feedback.describe")
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
    ward.responder.decide = lambda *_: Turn(step="feedback.describe")
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


def test_an_endpoint_without_a_fetcher_answers_all_the_same(ward: Ward, tmp_path: Path) -> None:
    life = Life(ward, tmp_path, FakeFetcher())
    life.preparing._fetchers = {}
    asyncio.run(life.live(picture(ward)))
    assert [one.state for one in seen(ward)] == [FileState.LOST]


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
