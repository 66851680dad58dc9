"""The storage fails after a message has left: it is counted too much, never sent again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from handlers.errors import StorageBusyError
from handlers.store.unit_of_work import Store, Work
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.pushing import LAN, ended, met, push, spent

T = TypeVar("T")


class Broken(Store):
    """A store nobody can write to while it is `on`."""

    on = False

    def write(self, call: Callable[[Work], T]) -> T:
        if self.on:
            raise StorageBusyError
        return super().write(call)

    @contextmanager
    def work(self) -> Iterator[Work]:
        if self.on:
            raise StorageBusyError
        with super().work() as work:
            yield work


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("package", "believed", "paid"),
    [
        pytest.param(1, 1, 0, id="of the package"),
        pytest.param(0, 1, 0, id="billed though the package was believed to hold it"),
        pytest.param(1, 0, 55, id="of the package though it was paid for"),
    ],
)
async def test_what_left_is_not_sent_again(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path, package: int, believed: int, paid: int
) -> None:
    line = Line(sqlite_store, zalo, tmp_path, monthly_budget=1_000)
    line.log_in()
    broken = Broken(sqlite_store.engine)
    gate = line.service.channel._gate
    gate._store = gate.package._store = broken
    async with line.open():
        await met(line)
        line.move(hours=72)
        now = line.clock.now()
        await gate.package.told(believed, await gate.package.stands(), now)
        zalo.account.quotas["sub_quota"] = package
        zalo.account.echo = lambda *_: setattr(broken, "on", True)  # Zalo has it; then we cannot
        push(line, form=None)
        await line.eventually(lambda: ended(line)[0] not in ("queued", "sending"))

    assert ended(line) == ("sent", None)
    assert zalo.account.person(LAN).texts == ["chào", "Đã có kết quả"]
    assert spent(line) == paid


@pytest.mark.asyncio
async def test_what_went_by_the_older_call_is_not_sent_again_when_that_is_not_remembered(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(sqlite_store, zalo, tmp_path)
    line.log_in()
    zalo.account.government_v2 = True
    broken = Broken(sqlite_store.engine)
    line.service.channel._api.tokens._pairs._store = broken
    async with line.open():
        zalo.account.echo = lambda *_: setattr(broken, "on", True)
        await line.says(LAN, "chào")
        await line.heard(LAN)
        await line.quiet()

    assert zalo.account.person(LAN).texts == ["chào"]
