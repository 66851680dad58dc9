"""The command line, one module per group of commands; heavy libraries load inside a command."""


def main() -> None:
    """Run `motcua`."""
    from bot.cli.root import run

    run()
