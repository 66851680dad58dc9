"""What is known of a file once it was looked at."""

from dataclasses import dataclass

from bot.files.kinds import Kind
from handlers.messages import FileReason


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one file."""

    refused: FileReason | None = None
    note: FileReason | None = None
    """What is worth saying about a picture that was taken: no code, or none of ours."""
    codes: tuple[str, ...] = ()
    """Codes of ours that its QR codes hold."""
    kind: Kind | None = None
    data: bytes = b""
    """What may be kept; empty unless it was asked for."""
