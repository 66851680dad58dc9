"""`motcua serve`: everything configured."""

import asyncio
import sys
from collections.abc import Callable
from typing import Final

import typer

from bot.cli.opened import make_first
from bot.config import Settings, load_settings

SWITCH_SECONDS: Final = 0.0005
"""How long a thread that computes keeps the loop from the next socket. Python's 5 ms are met
several times a call when the matcher's threads are busy."""


def serve() -> None:
    """Run every configured channel until it is told to stop."""
    from bot.app import serve as run
    from bot.logs import configure

    settings = load_settings()
    make_first(settings)
    configure(level=settings.log.level, form=settings.log.form)
    sys.setswitchinterval(SWITCH_SECONDS)
    with asyncio.Runner(loop_factory=fast_loop()) as runner:
        runner.run(run(settings, lambda: _announce(settings)))


def fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Libuv's loop, half the cost of the standard one to a message; Windows has no such."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


def _announce(settings: Settings) -> None:
    address = f"http://{settings.web.host}:{settings.web.port}"
    typer.echo(f"{settings.commune.name}: trang trò chuyện ở {address} (Ctrl+C để dừng)")
    if settings.commune.stage == "sample":
        typer.echo("DỮ LIỆU THỬ: phường không có thật. Sửa config.yaml để dùng cho địa phương.")
