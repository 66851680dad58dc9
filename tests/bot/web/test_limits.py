"""Token buckets on a clock that is moved by hand."""

from bot.web.limits import REMEMBERED, RateLimiter
from tests.fakes.web_desk import Ticking


def test_a_burst_is_let_through_and_then_slowed() -> None:
    clock, limiter = Ticking(), RateLimiter(burst=3, per_minute=60)
    waits = [limiter.take("a", clock.now()) for _ in range(5)]
    assert waits[:3] == [0, 0, 0]
    assert all(0 < wait <= 1 for wait in waits[3:])


def test_the_told_wait_is_long_enough() -> None:
    clock, limiter = Ticking(), RateLimiter(burst=1, per_minute=6)
    limiter.take("a", clock.now())
    wait = limiter.take("a", clock.now())
    clock.passes(wait)
    assert limiter.take("a", clock.now()) == 0


def test_keys_do_not_share_their_allowance() -> None:
    clock, limiter = Ticking(), RateLimiter(burst=1, per_minute=1)
    assert limiter.take("a", clock.now()) == 0
    assert limiter.take("b", clock.now()) == 0
    assert limiter.take("a", clock.now()) > 0


def test_a_clock_set_back_gives_nothing_away_and_takes_nothing() -> None:
    clock, limiter = Ticking(), RateLimiter(burst=2, per_minute=60)
    limiter.take("a", clock.now())
    clock.passes(-3600)
    assert limiter.take("a", clock.now()) == 0
    assert limiter.take("a", clock.now()) > 0


def test_memory_stays_bounded_under_a_flood_of_keys() -> None:
    clock, limiter = Ticking(), RateLimiter(burst=1, per_minute=1)
    for n in range(REMEMBERED + 500):
        limiter.take(str(n), clock.now())
    assert len(limiter._buckets) == REMEMBERED
