"""A login that ends while a refresh is under way: the later pair stands, whoever saves last."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo_oa.oauth import Pair
from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line, first_pair
from tests.fakes.zalo_oa.rotation import pairs_of
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.zalo_oa.conftest import now


def pair(name: str, minutes: int) -> Pair:
    issued = now() + timedelta(minutes=minutes)
    return Pair(f"access-{name}", f"refresh-{name}", issued, issued + timedelta(hours=25))


@pytest.mark.asyncio
async def test_a_refresh_under_way_does_not_replace_the_pair_of_a_login(
    sqlite_store: Store, zalo: ZaloOaServer, tmp_path: Path
) -> None:
    line = Line(sqlite_store, zalo, tmp_path)
    line.log_in()
    old, token = line.pairs.read(), zalo.account.token
    assert old is not None

    def logged_in_meanwhile(secret: str | None, form: Any) -> Any:  # noqa: ANN401
        told = token(secret, form)
        line.pairs.log_in(first_pair(zalo.account, line.clock.now()))
        return told

    zalo.account.token = logged_in_meanwhile  # type: ignore[method-assign]
    await line.service.open()
    line.move(hours=21)
    used = await line.service._tokens.renew(old.pair.access)
    await line.service.close()

    stored = line.pairs.read()
    assert stored is not None
    assert used == stored.pair.access == zalo.account.access


def test_a_refreshed_pair_is_kept_by_who_still_refreshes_whatever_the_clock(
    store: Store, endpoint: str, tmp_path: Path
) -> None:
    pairs = pairs_of(store, tmp_path)
    pairs.log_in(pair("first", 0))
    assert pairs.hold(now()) is not None
    assert pairs.keep(pair("clock-set-back", -90))
    found = pairs.read()
    assert found is not None
    assert found.pair.access == "access-clock-set-back"


def test_a_late_refresh_is_kept_unless_somebody_logged_in(
    store: Store, endpoint: str, tmp_path: Path
) -> None:
    pairs = pairs_of(store, tmp_path)
    pairs.log_in(pair("first", -90))
    assert pairs.keep(pair("late", -60))  # its lock is long over, and it is the only pair there is
    pairs.log_in(pair("login", 0))
    assert not pairs.keep(pair("later-still", -30))
    found = pairs.read()
    assert found is not None
    assert found.pair.refresh == "refresh-login"
    assert not (tmp_path / "zalo_oa.draft").exists()
