"""`motcua feedback keep` and `urgent`: what an officer says of a case without words."""

from bot.cli.feedback import By, Code, opened, told
from handlers.cases import marking


def keep(code: Code, by: By) -> None:
    """Ours to answer."""
    with opened(by) as desk:
        told(marking.keep(desk.doing, desk.code(code)), "keep")


def urgent(code: Code, by: By) -> None:
    """It cannot wait."""
    with opened(by) as desk:
        told(marking.urge(desk.doing, desk.code(code)), "urgent")
