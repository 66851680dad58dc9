"""The pair of tokens under SIGKILL at every step of a refresh."""

import multiprocessing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.zalo_oa.oauth import Pair
from handlers.store.unit_of_work import Store
from tests.fakes.telegram.product import wait_for
from tests.fakes.zalo_oa import rotation
from tests.fakes.zalo_oa.rotation import ENDPOINT, STEPS, pairs_of
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.conftest import now

LOST = {"_write_draft:before"}
"""Zalo has answered and nothing of it is written down: no program can know the new pair."""
KILLED = -9


def first_pair(zalo: ZaloOaServer, store: Store, folder: Path) -> None:
    """An administrator logged in a day ago: the pair is due."""
    told = zalo.do(zalo.account.issue)
    began = now() - timedelta(hours=21)
    pair = Pair(told["access_token"], told["refresh_token"], began, began + timedelta(hours=25))
    pairs_of(store, folder).keep(pair)


class Life:
    """One process that refreshes."""

    def __init__(
        self, url: str, zalo: ZaloOaServer, folder: Path, step: str = "", later: int = 0
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.fakes.zalo_oa.rotation"])
        self._folder = folder
        self.process = context.Process(
            target=rotation.main, args=(url, (zalo.url, zalo.oauth_url), folder, step, later)
        )
        self.process.start()

    def ended(self) -> tuple[int | None, str]:
        """Its exit code, and what it said."""
        self.process.join(60)
        file = rotation.said_file(self._folder, self.process.pid or 0)
        return self.process.exitcode, file.read_text() if file.exists() else ""


def works(zalo: ZaloOaServer, token: str) -> bool:
    return token == zalo.account.access


def alarms(folder: Path) -> list[str]:
    file = folder / "alarms"
    return file.read_text().split() if file.exists() else []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("method", STEPS)
def test_a_kill_at_any_step_of_a_refresh_loses_no_pair(  # noqa: PLR0917
    zalo: ZaloOaServer,
    store: Store,
    endpoint: str,
    database_url: str,
    tmp_path: Path,
    method: str,
    when: str,
) -> None:
    assert endpoint == ENDPOINT
    first_pair(zalo, store, tmp_path)
    step = f"{method}:{when}"

    assert Life(database_url, zalo, tmp_path, step).ended()[0] == KILLED
    code, said = Life(database_url, zalo, tmp_path, later=3).ended()

    assert code == 0
    assert zalo.account.reused == []
    if step in LOST:
        assert said == "needs refresh_unknown"
        assert alarms(tmp_path) == ["refresh_unknown"]
    else:
        assert works(zalo, said), said
        assert alarms(tmp_path) == []


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_while_zalo_is_asked(
    zalo: ZaloOaServer, store: Store, endpoint: str, database_url: str, tmp_path: Path, moment: str
) -> None:
    """Before it acts nothing is spent, and that is found out; after it the pair is Zalo's alone."""
    first_pair(zalo, store, tmp_path)
    zalo.stall["token"] = moment
    dying = Life(database_url, zalo, tmp_path)
    wait_for(zalo.stalled.is_set)
    dying.process.kill()
    dying.ended()
    zalo.stall.clear()

    _, at_once = Life(database_url, zalo, tmp_path).ended()
    _, said = Life(database_url, zalo, tmp_path, later=3).ended()

    assert at_once == "later"  # the request may still be under way at Zalo
    assert zalo.account.reused == []
    if moment == "before":
        assert works(zalo, said)
        assert alarms(tmp_path) == []
    else:
        assert said == "needs refresh_unknown"
        assert alarms(tmp_path) == ["refresh_unknown"]


def test_two_processes_refresh_once(
    zalo: ZaloOaServer, store: Store, endpoint: str, database_url: str, tmp_path: Path
) -> None:
    first_pair(zalo, store, tmp_path)

    lives = [Life(database_url, zalo, tmp_path) for _ in range(3)]
    said = [one.ended()[1] for one in lives]

    assert zalo.account.issued == 2
    assert zalo.account.reused == []
    assert any(works(zalo, one) for one in said)
    assert alarms(tmp_path) == []
