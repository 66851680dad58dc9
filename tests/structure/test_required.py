"""Where all tools are installed a test may not skip."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPING = """
import pytest
def test_a_tool(): pytest.skip("no chromium on this machine")
@pytest.mark.skipif(True, reason="no PostgreSQL here")
def test_a_mark(): pass
def test_data(): pytest.skip("the study data is not beside the repository")
@pytest.mark.xfail(strict=True)
def test_known(): assert False
"""


@pytest.mark.parametrize(
    ("required", "outcome"),
    [("1", "1 failed, 1 skipped, 1 xfailed, 1 error"), ("", "3 skipped, 1 xfailed")],
)
def test_a_skip_is_a_failure_where_all_is_required(
    tmp_path: Path, required: str, outcome: str
) -> None:
    (tmp_path / "test_skips.py").write_text(SKIPPING, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.required", "-q", "-rf", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MOTCUA_REQUIRE_ALL": required},  # noqa: TID251
        capture_output=True,
        text=True,
        check=False,
    )

    assert outcome in done.stdout
    assert ("no chromium on this machine" in done.stdout) == bool(required)
