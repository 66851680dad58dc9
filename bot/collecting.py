"""When Python's collector looks: never while all that is loaded stays, seldom afterwards."""

import gc
from typing import Final

STARTING: Final = 1_000_000
"""Objects made before it looks during a start, which makes half as many and drops next to none:
two looks at all of it cost a twentieth of the time to the first answer."""
RUNNING: Final = 200_000
"""The same once everything is loaded: looking every 700 costs a fifth, and a look at more of them
stops a waiting person's answer for long."""


def starting() -> None:
    """Load without a look."""
    gc.set_threshold(STARTING, 20, 50)


def loaded() -> None:
    """What was loaded stays: it is never looked at again."""
    gc.freeze()
    gc.set_threshold(RUNNING, 20, 50)
