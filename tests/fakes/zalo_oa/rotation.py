"""A process that refreshes the pair, made to be killed at a step: see `test_rotation.py`.

Each life is forked from a clean server process. A step is `method:before` or `method:after` of
`Pairs`: there the process kills itself. It says the token it would call with, or `needs WORD`, or
`later`.
"""

import asyncio
import io
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot import logs
from bot.channels.zalo_oa import about
from bot.channels.zalo_oa.oauth import App
from bot.channels.zalo_oa.pairs import Pairs
from bot.channels.zalo_oa.tokens import NeedsHuman, NotNow, Tokens
from bot.channels.zalo_oa.wire import Wire
from bot.database import make_engine
from bot.keys import read_or_make
from handlers.store.unit_of_work import Store
from handlers.vault import Vault
from tests.fakes.killable import LaterClock
from tests.fakes.zalo_oa import rules

ENDPOINT = "zalo_oa"
STEPS = ("take_up", "hold", "mark", "_write_draft", "_save", "_drop_draft", "let_go")


def dying(pairs: Pairs, step: str) -> Pairs:
    """The same, but it kills the process at a step."""
    name, _, when = step.partition(":")
    if not when:
        return pairs
    act: Callable[..., Any] = getattr(pairs, name)

    def act_and_die(*given: Any) -> Any:  # noqa: ANN401
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        act(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(pairs, name, act_and_die)
    return pairs


def pairs_of(store: Store, folder: Path) -> Pairs:
    """The pairs of the test's account."""
    sealer = Vault(read_or_make(folder / "zalo.key"))
    return Pairs(store, ENDPOINT, sealer, f"r{os.getpid()}", folder / "zalo_oa.draft")


async def live(store: Store, server: tuple[str, str], folder: Path, step: str, minutes: int) -> str:
    """Refresh as if it were due, and say what came of it."""
    clock, wire = LaterClock(timedelta(minutes=minutes)), Wire(read_seconds=60)
    await wire.open()

    async def alarm(word: str) -> None:
        await asyncio.to_thread(partial((folder / "alarms").open("a").write, word + "\n"))

    tokens = Tokens(
        dying(pairs_of(store, folder), step),
        App(rules.APP_ID, rules.APP_SECRET, server[1]),
        wire,
        clock,
        partial(about.alive, wire, server[0]),
        alarm,
    )
    try:
        await tokens.keep_fresh()
        return await tokens.access()
    except NeedsHuman as error:
        return f"needs {error.word}"
    except NotNow:
        return "later"
    finally:
        await tokens.close()
        await wire.close()


def main(url: str, server: tuple[str, str], folder: Path, step: str, minutes: int) -> None:
    """Run one life."""
    logs.configure(stream=io.StringIO())
    engine = make_engine(url)
    said = asyncio.run(live(Store(engine), server, folder, step, minutes))
    said_file(folder, os.getpid()).write_text(said)
    engine.dispose()


def said_file(folder: Path, process: int) -> Path:
    """Where a life leaves what it says."""
    return folder / f"said-{process}"
