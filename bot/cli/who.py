"""Who acts: a name that can be answered for later, never an empty one."""

import typer

SHORTEST = 3
"""Letters of a name; what a live act in the settings asks for too."""


def named(name: str) -> str:
    """The name as given, trimmed.

    Raises:
        typer.BadParameter: nobody is named.
    """
    if len(name.strip()) < SHORTEST:
        raise typer.BadParameter("hãy ghi họ tên (và chức vụ) người chịu trách nhiệm")
    return name.strip()
