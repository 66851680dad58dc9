"""A pytest plugin: where everything a test may need was installed, a skip is a failure.

`.ci/run` installs chromium, PostgreSQL and the rest and then sets `MOTCUA_REQUIRE_ALL`: a test
that still skips for want of a tool would pass unseen. Only the study data may be absent.
"""

import os
from collections.abc import Generator
from typing import Any

import pytest

ABSENT = "study data"
"""What the reason of a test says that may skip everywhere."""

_required = pytest.StashKey[bool]()


def pytest_configure(config: pytest.Config) -> None:
    """Read the variable before a test's clean environment hides it."""
    config.stash[_required] = bool(os.environ.get("MOTCUA_REQUIRE_ALL"))  # noqa: TID251


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure that says what was missing."""
    report = yield
    if item.config.stash[_required] and report.skipped and not hasattr(report, "wasxfail"):
        why = _reason(report.longrepr)
        if ABSENT not in why:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} may not skip here (MOTCUA_REQUIRE_ALL): {why}"
    return report


def _reason(longrepr: Any) -> str:  # noqa: ANN401 - pytest gives a tuple or its own object
    return str(longrepr[2] if isinstance(longrepr, tuple) else longrepr)
