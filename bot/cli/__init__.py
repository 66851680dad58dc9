"""The command line, one module per group of commands; heavy libraries load inside a command."""

from bot.collecting import starting


def main() -> None:
    """Run `motcua`."""
    starting()
    from bot.cli.root import run

    run()
