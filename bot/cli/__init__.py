"""The command line, one module per group of commands; heavy libraries load inside a command."""

import gc

ALLOCATIONS = 200_000
"""Objects made before the collector looks: start-up makes hundreds of thousands and drops few, and
looking at them every 700 costs a fifth of the time to the first answer."""


def main() -> None:
    """Run `motcua`."""
    gc.set_threshold(ALLOCATIONS, 20, 50)
    from bot.cli.root import run

    run()
