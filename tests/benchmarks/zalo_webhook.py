"""How soon the Official Account's webhook answers: `python -m tests.benchmarks.zalo_webhook`.

The whole program, the strict account on loopback, signed questions at a steady pace. Each is timed
from the moment it was due, not from when this process came to send it, and until the 200: by then
it is stored. Zalo waits two seconds.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Final

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from tests.fakes.zalo_oa.events import from_user, sign
from tests.fakes.zalo_oa.product import log_in, product
from tests.fakes.zalo_oa.server import ZaloOaServer

BAR_MS: Final = 500.0
PEOPLE: Final = 400
WARM: Final = 50
"""Events before the counting begins."""
QUESTION: Final = "xin trích lục khai sinh cần giấy tờ gì"


class Posting:
    """Events at a pace, and what came of each."""

    def __init__(self, server: ZaloOaServer, client: ClientSession) -> None:
        self.took: list[float] = []
        self.statuses: Counter[int] = Counter()
        self._server = server
        self._client = client

    async def run(self, number: int, a_second: float) -> None:
        """So many, each on time whatever became of the ones before."""
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for each in range(number):
                due = began + each / a_second
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                group.create_task(self._post(each, due))

    async def _post(self, each: int, due: float) -> None:
        stamp = self._server.stamp()
        message = {"msg_id": f"b{stamp}-{each}", "text": QUESTION}
        event = from_user(str(40_000 + each % PEOPLE), "user_send_text", message, stamp)
        body = json.dumps(event, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "X-ZEvent-Signature": sign(body, stamp)}
        async with self._client.post(self._server.webhook, data=body, headers=headers) as answer:
            await answer.read()
            self.statuses[answer.status] += 1
        self.took.append((time.perf_counter() - due) * 1_000)


async def measured(server: ZaloOaServer, number: int, a_second: float) -> Posting:
    """The pace kept against a running program, after a few events to warm it."""
    limits = {"timeout": ClientTimeout(total=30), "connector": TCPConnector(limit=64)}
    async with ClientSession(**limits) as client:  # type: ignore[arg-type]
        await Posting(server, client).run(WARM, a_second)
        posting = Posting(server, client)
        await posting.run(number, a_second)
    return posting


def said(posting: Posting, a_second: float, database: str) -> bool:
    """Print the figures; whether they are within the bar."""
    hundredths = statistics.quantiles(posting.took, n=100)
    median, late, worst = hundredths[49], hundredths[98], max(posting.took)
    print(
        f"{len(posting.took)} signed events at {a_second:g} a second on {database}: answered in "
        f"{median:.1f} ms (median), {late:.1f} ms (99th percentile), {worst:.1f} ms (slowest); "
        f"statuses {dict(posting.statuses)}; bar {BAR_MS:g} ms"
    )
    return late < BAR_MS and set(posting.statuses) == {200}


def main() -> None:
    """Measure, and end with 1 beyond the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rate", type=float, default=100.0)
    parser.add_argument("--url", default="", help="of a PostgreSQL database; SQLite without")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ZaloOaServer() as server:
        folder, people = Path(name), [str(40_000 + number) for number in range(PEOPLE)]
        program = product(folder, server, given.url, LOG__LEVEL="warning")
        if program.runs("db", "upgrade").returncode != 0:
            raise SystemExit("the database cannot be made")
        log_in(folder, server, given.url)
        server.echoes = False  # posted from this process too, they would be timed with the rest
        for one in people:
            server.do(partial(server.account.acts, one))
        with program:
            number = int(given.seconds * given.rate)
            posting = asyncio.run(measured(server, number, given.rate))
    kind = "PostgreSQL" if given.url else "SQLite"
    if not said(posting, given.rate, kind):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
