"""What PostgreSQL keeps of erased words below its tables, and what makes it give them up.

No row holds them once the transaction is over, that is ours to promise. But the server leaves a
row's old version in its page, writes every change to its log first, and keeps samples of columns
for its planner: those age out, by the settings and commands of docs/operations.md alone.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.database import make_engine, upgrade
from bot.logs import configure
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.fakes.postgres import Cluster, NoPostgresError
from tests.handlers.cases.canary.sender import CANARY, Sender
from tests.handlers.cases.canary.traces import Traces, dump

pytestmark = pytest.mark.postgres
DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "operations.md"


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server nobody else writes to."""
    try:
        cluster = Cluster()
        cluster.start()
    except NoPostgresError as error:
        pytest.skip(str(error))
    yield cluster
    cluster.stop()


def documented() -> tuple[list[str], list[str]]:
    """The settings and the commands an operator is told of."""
    words = DOCUMENT.read_text(encoding="utf-8")
    part = words.partition("## Erased words on PostgreSQL")[2].partition("\n## ")[0]
    blocks = part.split("```")[1::2]
    settings, nightly = (block.partition("\n")[2].splitlines() for block in blocks)
    return settings, nightly


def held(cluster: Cluster) -> list[str]:
    """Files of the server with the word in them."""
    files = [one for one in (cluster.folder / "data").rglob("*") if one.is_file()]
    return sorted({one.parent.name for one in files if CANARY.encode() in one.read_bytes()})


def test_words_leave_the_tables_at_once_and_the_server_by_the_documented_rotation(
    own_cluster: Cluster, base: KnowledgeBase, tmp_path: Path
) -> None:
    settings, commands = documented()
    url = own_cluster.new_database()
    engine = make_engine(url)
    upgrade(engine)
    logs = io.StringIO()
    configure(level="debug", stream=logs)
    traces = Traces(tmp_path, logs, engine, own_cluster)
    with psycopg.connect(host=str(own_cluster.folder), user="motcua", dbname="postgres") as server:
        server.autocommit = True
        for line in settings:
            server.execute(line.encode())
        sender = Sender(
            Store(engine, FileStore(tmp_path / "files").free), base, FileStore(tmp_path / "files")
        )
        sender.says("phản ánh")
        sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
        with engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
        sender.says("Nói thẳng là tôi tố cáo cán bộ nhận tiền hối lộ")

        assert traces.places(CANARY) == []
        server.execute("CHECKPOINT")
        assert "pg_wal" in held(own_cluster), "the log keeps it for a while: nobody promises less"

        with engine.connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            for line in commands:
                alone.exec_driver_sql(line)
        for _ in range(2):
            server.execute("SELECT pg_switch_wal()")
            server.execute("CHECKPOINT")
        assert CANARY.encode() not in dump(engine, server=True)
        assert held(own_cluster) == []
    engine.dispose()
