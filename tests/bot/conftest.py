"""What the tests of `bot` share."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    out = io.StringIO()
    root = logging.getLogger()
    before = (root.level, list(root.handlers), structlog.get_config())
    logs.configure(level="debug", stream=out)
    yield out
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    structlog.configure(**before[2])
