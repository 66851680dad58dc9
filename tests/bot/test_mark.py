"""The file that knows how far a database had sent survives a kill at every line of its writing."""

import subprocess
import sys
from pathlib import Path

from bot.mark import read_mark
from tests.fakes.product import ROOT

KILLED_AT_EACH_LINE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.mark import Mark, write_mark

path, lines = Path(sys.argv[1]), 0
write_mark(path, Mark("i", 1, datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)))

def killing(frame, event, argument):
    global lines
    if frame.f_code is not write_mark.__code__:
        return None
    if event == "line":
        lines += 1
        if lines == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    return killing

sys.settrace(killing)
write_mark(path, Mark("i", 2, datetime(2026, 11, 23, 1, 2, 4, tzinfo=UTC)))
"""


def test_a_writer_killed_at_any_line_leaves_a_mark_that_can_be_read(tmp_path: Path) -> None:
    """A file that cannot be read looks like a database put back from a backup: all would wait."""
    seen: list[int] = []
    ended = -9
    while ended == -9:
        path = tmp_path / f"{len(seen)}.mark"
        command = [sys.executable, "-c", KILLED_AT_EACH_LINE, str(path), str(len(seen) + 1)]
        ended = subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode
        mark = read_mark(path)
        assert mark is not None, f"killed at line {len(seen) + 1}"
        seen.append(mark.beats)
    assert ended == 0
    assert len(seen) > 10
    assert (seen[0], seen[-1]) == (1, 2)
    assert seen == sorted(seen)
