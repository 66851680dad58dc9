"""What is written on a surface as one run of words."""

import re


def flat(text: str) -> str:
    """Across the ends of lines, slides and parts; a code cut at its own sign is whole again."""
    text = re.sub(r"\n?\[\d+/\d+\]\n|\n--\n|\n", " ", text)
    return re.sub(r"(?<=[-./]) (?=[\d-])", "", " ".join(text.split()))
