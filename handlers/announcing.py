"""From a message to people to an announcement: the same words, for screens, ears and paper."""

from handlers.check_codes import lines_of
from handlers.messages import Heading, Paragraph, Reply
from handlers.wording.genuine import CODE_LABEL
from handlers.wording.guide import SAMPLE_MARK
from knowledge.commune import Commune
from knowledge.surfaces.announcement import Announcement


def announcement(reply: Reply, commune: Commune) -> Announcement:
    """The words of a message; its buttons belong to a chat and stay there."""
    title, blocks = "", list(reply.blocks)
    if blocks and isinstance(blocks[0], Heading):
        title = blocks.pop(0).text  # type: ignore[union-attr]
    mark = SAMPLE_MARK if Paragraph(SAMPLE_MARK) in blocks else ""
    lines = lines_of(Reply(tuple(one for one in blocks if one != Paragraph(SAMPLE_MARK))))
    return Announcement(
        commune.name,
        "" if title == f"Tin của {commune.name}" else title,
        tuple(one for one in lines if not one.startswith(CODE_LABEL)),
        next((one for one in lines if one.startswith(CODE_LABEL)), ""),
        mark,
    )
