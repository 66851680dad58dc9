"""Letters as messengers count them, and text that is safe to count."""

import unicodedata


def units(text: str) -> int:
    """Length in UTF-16 units: an emoji is two, a composed Vietnamese letter one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def whole(text: str) -> str:
    """Composed (NFC: a decomposed letter counts up to three), without broken halves of letters."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


def one_line(text: str) -> str:
    """The same on one line; an ellipsis for nothing, since nobody can choose that."""
    return " ".join(whole(text).split()) or "…"
