"""`motcua serve` with a clock that a test sets: the machine's own, moved by what a file says.

    python -m tests.fakes.set_clock FILE

The file holds seconds, or a moment at which the clock stands. Only the clock is set: time passes
as it does, and everything else is the program as it is shipped.
"""

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import serve
from bot.cli.opened import make_first
from bot.cli.serve import fast_loop
from bot.config import load_settings
from bot.logs import configure
from handlers.clock import SystemClock

HELD = "held "


class SetClock:
    """The machine's clock and what the file says."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._clock = SystemClock()

    def now(self) -> datetime:
        """The moment somebody set it to."""
        said = self._path.read_text()
        if said.startswith(HELD):
            return datetime.fromisoformat(said.removeprefix(HELD))
        return self._clock.now() + timedelta(seconds=float(said))


def set_by(path: Path, seconds: float) -> None:
    """Set the clock of a program that runs."""
    _write(path, str(seconds))


def until_morning() -> timedelta:
    """How far the clock is from ten in the morning: citizens are written to in daytime only."""
    now = SystemClock().now()
    ten = now.replace(hour=10, minute=0, second=0, microsecond=0)
    return ten - now if ten >= now else ten + timedelta(days=1) - now


def begins(path: Path, ahead: timedelta = timedelta(0)) -> tuple[str, ...]:
    """What starts the program with a clock that `path` sets, so much ahead."""
    set_by(path, ahead.total_seconds())
    return ("-m", "tests.fakes.set_clock", str(path))


def hold(path: Path) -> None:
    """Let it stand still."""
    _write(path, HELD + SystemClock().now().isoformat())


def _write(path: Path, said: str) -> None:
    """Whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_text(said)
    fresh.replace(path)


def main() -> None:
    """Run until it is told to stop."""
    settings = load_settings()
    make_first(settings)
    configure(level=settings.log.level, form=settings.log.form)
    with asyncio.Runner(loop_factory=fast_loop()) as runner:
        runner.run(serve(settings, clock=SetClock(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
