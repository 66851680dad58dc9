"""The command line, one module per group of commands; heavy libraries load inside a command."""

import gc

ALLOCATIONS = 200_000
"""Objects made before the collector looks: start-up makes hundreds of thousands and drops few, and
looking at them every 700 costs a fifth of the time to the first answer."""


def collect_seldom() -> None:
    """Let the garbage collector look seldom: a look through everything stops all for 200 ms."""
    gc.set_threshold(ALLOCATIONS, 20, 50)


def main() -> None:
    """Run `motcua`."""
    collect_seldom()
    from bot.cli.root import run

    run()
