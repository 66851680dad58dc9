"""What is never shown before a group: said once, with the way to the private chat."""

from typing import Final

from handlers import actions
from handlers.messages import Button, Paragraph, Reply
from handlers.turns import Turn
from handlers.wording.privacy import GROUP_ONLY_PRIVATE, OPEN_PRIVATE

MY_DATA: Final = "dulieu"
"""Parameter of the link that opens `/dulieu`."""
PRIVATE_LINKS: Final = frozenset({"f", "k"})
"""Links about one person's feedback: never opened before a group; dossiers say so themselves."""
LONGEST_LINK: Final = 48
"""Letters of a parameter that fit into a button's action."""


def in_private(link: str) -> Turn:
    """The word, and a button that opens the private chat where it goes on with `link`."""
    known = link if len(link) <= LONGEST_LINK else MY_DATA
    button = Button(OPEN_PRIVATE, actions.build("private", known))
    return Turn((Reply((Paragraph(GROUP_ONLY_PRIVATE),), (button,)),))
