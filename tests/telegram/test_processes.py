"""Three processes on PostgreSQL, one bot: one receives, all send, one dies and nothing is lost."""

import json
import time
import urllib.request
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.benchmarks.broadcast import GROUP_MINUTE, WHOLE, most
from tests.fakes.postgres import Cluster
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer
from tests.telegram.killing import QUESTION, queue_notices, sending

TALKERS, READERS = 20, 80
PER_SECOND = 20
"""Ours; the server counts at what Telegram names, 30."""
TAKEOVER = 30.0


class Ward:
    """The processes, and the people they serve."""

    def __init__(self, folder: Path, server: StrictServer, database: str) -> None:
        self.server, self.database = server, database
        server.api.limits.all_per_second = WHOLE
        server.api.limits.group_per_minute = GROUP_MINUTE
        self.talkers = [self._person(6_000 + number) for number in range(TALKERS)]
        self.readers = [self._person(20_000 + number) for number in range(READERS)]
        self.processes = [self._process(folder / name) for name in "abc"]

    def _person(self, number: int) -> Person:
        return self.server.do(lambda: Person(self.server.api, number))

    def _process(self, folder: Path) -> Product:
        folder.mkdir()
        pace = {"TELEGRAM__PER_SECOND": str(PER_SECOND)}
        return Product(folder, self.server.url, self.database, **pace)

    def all_ask(self) -> None:
        """Every talker writes."""
        for one in self.talkers:
            self.server.do(partial(one.says, QUESTION))

    def receiving(self) -> list[Product]:
        """Who says that it receives."""
        return [one for one in self.processes if self.state(one) == "receiving"]

    @staticmethod
    def state(process: Product) -> str:
        """Of its receiver, as `/readyz` tells; empty when it is dead."""
        try:
            with urllib.request.urlopen(f"{process.url}/readyz", timeout=5) as answer:
                return str(json.load(answer)["parts"]["telegram"])
        except OSError:
            return ""

    def answered(self, times: int) -> bool:
        """Whether every talker heard so much, and every reader their notice."""
        return all(len(one.hears) >= times for one in self.talkers) and all(
            one.hears for one in self.readers
        )


@pytest.mark.postgres
@pytest.mark.timeout(280)
def test_the_receiver_is_killed_and_another_takes_over_with_nothing_lost(
    tmp_path: Path, postgres_cluster: Cluster
) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(StrictServer())
        ward = Ward(tmp_path, server, postgres_cluster.new_database())
        queue_notices(ward.database, [one.id for one in ward.readers])
        for process in ward.processes:
            stack.enter_context(process)
        wait_for(lambda: len(ward.receiving()) == 1)
        assert sorted(map(ward.state, ward.processes)) == ["receiving", "standby", "standby"]

        ward.all_ask()
        wait_for(lambda: sum(len(one.hears) for one in ward.talkers) >= TALKERS // 2)
        (receiver,) = ward.receiving()
        receiver.kill()
        killed = time.monotonic()
        in_flight = sending(ward.database)
        ward.all_ask()
        wait_for(lambda: len(ward.receiving()) == 1, 2 * TAKEOVER)
        took = time.monotonic() - killed
        wait_for(lambda: ward.answered(2), 120)

    assert took <= TAKEOVER
    for one in ward.talkers:
        assert 2 <= len(one.hears) <= 2 + in_flight[one.id]
    for one in ward.readers:
        assert 1 <= len(one.hears) <= 1 + in_flight[one.id]
    calls = server.api.calls
    assert [call for call in calls if call.status in (400, 429)] == []
    sent = [call for call in calls if call.method == "sendmessage" and call.status == 200]
    assert most([call.at for call in sent], 1.0) <= WHOLE
    for one in ward.talkers:
        mine = [call.at for call in sent if int(call.parameters["chat_id"]) == one.id]
        assert most(mine, 1.0) <= 4
