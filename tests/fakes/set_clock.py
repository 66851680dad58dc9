"""`motcua serve` with a clock that a test sets: the machine's own, moved by what a file says.

    python -m tests.fakes.set_clock FILE

The file holds seconds, or says that time stands still, or that so much has passed. Otherwise only
the clock is set: time passes as it does, and everything else is the program as it is shipped.
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
from handlers.clock import SystemClock, steady

HELD = "held "
PASSED = "passed "


class SetClock:
    """The machine's clock and what the file says."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._clock = SystemClock()

    def now(self) -> datetime:
        """The moment somebody set it to."""
        said = self._path.read_text()
        if said.startswith(HELD):
            return datetime.fromisoformat(said.split()[1])
        return self._clock.now() + timedelta(seconds=float(said.removeprefix(PASSED)))

    def ticks(self) -> float:
        """Seconds that have passed."""
        said = self._path.read_text()
        if said.startswith(HELD):
            return float(said.split()[2])
        return steady() + (float(said.removeprefix(PASSED)) if said.startswith(PASSED) else 0.0)


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
    """Let time stand still."""
    _write(path, f"{HELD}{SystemClock().now().isoformat()} {steady()}")


def let_pass(path: Path, seconds: float) -> None:
    """Let so much time have passed: the clock shows it, and whatever counts seconds too."""
    _write(path, f"{PASSED}{seconds}")


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
