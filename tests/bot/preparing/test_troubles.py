"""A channel that stumbles, a file that lies, a full disk: the answer comes all the same."""

import asyncio
import errno
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.base import FetchError, Gone, Later, TooLarge
from bot.files.kinds import MOST
from bot.preparing import FETCH_PAUSES
from handlers.errors import StorageFullError
from handlers.messages import FileReason, FileState, IncomingFile
from tests.bot.preparing.life import CODE, FakeFetcher, Life, picture, seen
from tests.fakes.photos import photo, plain_photo
from tests.fakes.ward import Ward


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


def test_an_endpoint_without_a_fetcher_answers_all_the_same(ward: Ward, tmp_path: Path) -> None:
    life = Life(ward, tmp_path, FakeFetcher())
    life.preparing._fetchers = {}
    asyncio.run(life.live(picture(ward)))
    assert [one.state for one in seen(ward)] == [FileState.LOST]
