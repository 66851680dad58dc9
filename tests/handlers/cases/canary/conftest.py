"""A ward on a database of each kind, its files and its log, to be searched afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.fakes.shipped import shipped_base
from tests.handlers.cases.canary.sender import Sender
from tests.handlers.cases.canary.traces import BOTH, Traces, traces_of


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


@pytest.fixture(params=BOTH)
def traces(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Traces]:
    """All that is left of a ward on one database."""
    with traces_of(request, tmp_path) as traces:
        yield traces


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    """The files people send."""
    return FileStore(tmp_path / "files")


@pytest.fixture
def case_store(traces: Traces, files: FileStore) -> Store:
    """The ward's store, as a process has it: bytes go with their rows."""
    return Store(traces.engine, files.free)


@pytest.fixture
def sender(case_store: Store, base: KnowledgeBase, files: FileStore) -> Sender:
    """Who writes to that ward."""
    return Sender(case_store, base, files)
