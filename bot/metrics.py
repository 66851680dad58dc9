"""Figures for Prometheus: read from the database and the services when asked; ids and numbers only.

docs/operations.md names each and says what to do when it is bad.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from handlers.clock import Clock
from handlers.errors import StorageError
from handlers.quotas import Usage
from handlers.store import quotas, set_aside, zalo_about
from handlers.store.figures import Figures, figures
from handlers.store.set_aside import Heap
from handlers.store.unit_of_work import Store
from handlers.store.zalo_about import ToldOa

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds; most messages take 5 to 50 ms, and a person notices one second."""


class Knows(Protocol):
    """The knowledge in force."""

    @property
    def version(self) -> int:
        """Of the catalogue; 0 before any was loaded."""
        ...


class Bot(Protocol):
    """What a channel's service tells of itself."""

    @property
    def endpoint(self) -> str:
        """Which endpoint it serves."""
        ...

    @property
    def channel_name(self) -> str:
        """`telegram`, `zalo_bot`: names its figures."""
        ...

    @property
    def reception(self) -> Mapping[str, bool]:
        """Every state its receiver may be in, and which one it is."""
        ...

    def figures(self) -> Mapping[str, float]:
        """Numbers since the start; see `_GAUGES` and `_COUNTERS`."""
        ...


_GAUGES: Final = {
    "seconds_since_telegram_answered": "Since Telegram last answered the receiver",
    "seconds_since_answered": "Since the provider last answered the receiver",
    "seconds_since_update": "Since the last message came in",
    "lag_seconds": "From the writing of the newest message to its being stored",
    "token_age_seconds": "Age of the access token",
    "calls_left": "Calls left in the minute, as the provider last said",
    "stopped": "1 while settings, permission, package or money stand in the way",
    "webhook_pending": "Updates that wait at the provider, as it last said",
    "webhook_error_timestamp_seconds": "When it last failed to deliver, as it said; since 1970",
    "lease": "1 where this process is the bot's receiver",
}
_COUNTERS: Final = {
    "updates_taken": "Updates taken in",
    "updates_set_aside": "Updates that could not be read",
    "read_back": "Messages the webhook did not bring, read back from the provider",
    "updates_refused": "Calls of the webhook that were not the provider's",
    "webhook_taken": "Times another address stood in place of our webhook",
    "told_to_wait": "Answers 429",
    "forbidden": "Answers 403: blocked, deactivated, removed",
    "uncertain": "Messages that may have arrived and are not repeated",
}


class Metrics(Collector):
    """One process's figures."""

    def __init__(self, store: Store, clock: Clock, knowledge: Knows) -> None:
        self._store = store
        self._clock = clock
        self._knowledge = knowledge
        self.bots: Sequence[Bot] = ()
        self.sends: Counter[tuple[str, str]] = Counter()
        """Messages tried, by endpoint and what came of them; delivery counts."""
        self._registry = CollectorRegistry()
        self.handling = Histogram(
            "motcua_handling_seconds",
            "From a message's turn to its replies being written",
            buckets=BUCKETS,
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(self)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)

    def describe(self) -> Iterable[Metric]:
        """Nothing is promised before it is asked for: the database may be away."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """What is not counted here is read now."""
        now = self._clock.now()
        try:
            with self._store.read() as work:
                found, plans = figures(work, now), quotas.all_usage(work, now)
                accounts, unread = zalo_about.accounts(work), set_aside.heaps(work)
        except StorageError:
            yield gauge("motcua_database_up", "1 while the database answers", 0)
        else:
            yield gauge("motcua_database_up", "1 while the database answers", 1)
            yield from _of_database(found, now)
            yield from _of_plans(plans)
            yield from _of_accounts(accounts)
            yield _of_unread(unread)
        yield gauge("motcua_index_version", "Catalogue that answers", self._knowledge.version)
        yield from self._of_sends()
        for channel in sorted({bot.channel_name for bot in self.bots} | {"telegram"}):
            yield from self._of_bots(channel)

    def _of_sends(self) -> Iterable[Metric]:
        tried = CounterMetricFamily("motcua_sends", "Messages tried", labels=["endpoint", "result"])
        for (endpoint, result), number in self.sends.items():
            tried.add_metric([endpoint, result], number)
        yield tried

    def _of_bots(self, channel: str) -> Iterable[Metric]:
        prefix = f"motcua_{channel}"
        state = GaugeMetricFamily(
            f"{prefix}_reception", "1 for the receiver's state", labels=["endpoint", "state"]
        )
        gauges = {
            name: GaugeMetricFamily(f"{prefix}_{name}", text, labels=["endpoint"])
            for name, text in _GAUGES.items()
        }
        counters = {
            name: CounterMetricFamily(f"{prefix}_{name}", text, labels=["endpoint"])
            for name, text in _COUNTERS.items()
        }
        for bot in (one for one in self.bots if one.channel_name == channel):
            for name, is_it in bot.reception.items():
                state.add_metric([bot.endpoint, name], float(is_it))
            for name, value in bot.figures().items():
                if name in gauges and value >= 0:
                    gauges[name].add_metric([bot.endpoint], value)
                if name in counters:
                    counters[name].add_metric([bot.endpoint], value)
        yield state
        # A figure this kind of bot does not have would be a name without a number.
        yield from (one for one in (*gauges.values(), *counters.values()) if one.samples)


def gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    """One number."""
    return GaugeMetricFamily(name, text, value=value)


def _of_unread(heaps: Sequence[Heap]) -> Metric:
    """What is kept since nobody could read it, by endpoint."""
    found = GaugeMetricFamily("motcua_set_aside", "Kept unread, as it came", labels=["endpoint"])
    numbers: Counter[str] = Counter()
    for heap in heaps:
        numbers[heap.endpoint] += heap.number
    for endpoint, number in numbers.items():
        found.add_metric([endpoint], number)
    return found


def _of_accounts(accounts: Sequence[ToldOa]) -> Iterable[Metric]:
    """What Zalo told of each Official Account, as words of one number."""
    labels = ["endpoint", "type", "package", "verified", "zbs"]
    found = GaugeMetricFamily("motcua_zalo_oa_account", "1 for what the account is", labels=labels)
    for one in accounts:
        told = one.about
        words = [one.endpoint, told.kind, told.package, _word(told.verified), _word(told.zbs)]
        found.add_metric(words, 1)
    if found.samples:
        yield found


def _word(yes: bool) -> str:  # noqa: FBT001 - a label's value
    return "true" if yes else "false"


def _of_plans(plans: Sequence[Usage]) -> Iterable[Metric]:
    """What is used of each channel's plan, with what the plan allows."""
    texts = {
        "motcua_channel_month_messages": "Messages of this month that count",
        "motcua_channel_month_limit": "What the plan allows a month",
        "motcua_channel_people": "People who have written",
        "motcua_channel_people_limit": "People the plan reaches",
    }
    found = {
        name: GaugeMetricFamily(name, text, labels=["endpoint"]) for name, text in texts.items()
    }
    for used in plans:
        values = (used.messages, used.plan.messages, used.people, used.plan.people)
        for family, value in zip(found.values(), values, strict=True):
            family.add_metric([used.endpoint], value)
    yield from found.values()


def _of_database(found: Figures, now: datetime) -> Iterable[Metric]:
    inbox = GaugeMetricFamily("motcua_inbox_rows", "Messages that came in", labels=["status"])
    for kind, number in found.inbound.items():
        inbox.add_metric([str(kind)], number)
    yield inbox
    oldest = found.oldest_stored
    lag = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    yield gauge("motcua_inbox_lag_seconds", "Age of the oldest message not answered", lag)
    labels = ["endpoint", "priority", "status"]
    waiting = GaugeMetricFamily("motcua_outbox_rows", "Messages that wait", labels=labels)
    for heap in found.outbox:
        place = [heap.endpoint, heap.priority.name.lower(), str(heap.status)]
        waiting.add_metric(place, heap.number)
    yield waiting
    due = GaugeMetricFamily(
        "motcua_outbox_oldest_due_seconds", "How late the oldest due one is", labels=["endpoint"]
    )
    for endpoint, at in found.oldest_due.items():
        due.add_metric([endpoint], max(0.0, (now - at).total_seconds()))
    yield due
    ended = GaugeMetricFamily(
        "motcua_outbox_finished_last_day", "How messages ended", labels=["endpoint", "status"]
    )
    for (endpoint, status), number in found.finished.items():
        ended.add_metric([endpoint, str(status)], number)
    yield ended
