"""The QR codes in a picture, and which of them are ours to use.

A photo of a receipt is tilted, dim and blurred. The looks below are tried in this order until one
reads a code. Of 120 hard random photos the plain look read 43, twice the size 8 more, stretched
contrast 2, sharpened 3; together they take some 60 ms where nothing is found.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from knowledge.text.codes import dossier_codes, procedure_codes

TWICE_BELOW: Final = 1_500
"""Longest side up to which doubling helps: a messenger's photo has 1,280."""
MOST_CODES: Final = 20
"""A picture of the shelf shows a dozen slips."""
LONGEST: Final = 1_000
"""Letters of a code that are looked at; a receipt's has 100."""

_CARD: Final = re.compile(r"\s*\d{12}\|(?:\d{9}|\d{12})?\|[^|]+\|\d{8}\|[^|]+\|")
"""The code on a Vietnamese identity card: number, old number, name, day of birth, sex, home …"""
_LINK: Final = re.compile(r"[?&]start=([A-Za-z0-9_-]{1,64})(?:[&#]|$)")
"""Of a link to our bot, as printed on our slips."""


def codes_in(grey: Image.Image) -> tuple[str, ...]:
    """The words of every QR code found by the first look that finds any."""
    # Made anew: one kept by the module outlives its library, which complains at the end.
    wanted = zxingcpp.barcode_formats_from_str("QRCode")
    for look, binarizer in _looks(grey):
        found = zxingcpp.read_barcodes(look, wanted, binarizer=binarizer)
        texts = tuple(dict.fromkeys(one.text for one in found if one.text))
        if texts:
            return texts[:MOST_CODES]
    return ()


def is_identity_card(text: str) -> bool:
    """Whether the words are those of the code on an identity card."""
    return _CARD.match(text) is not None


def useful(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The dossier codes, procedure codes and parameters of our links.

    A receipt's code may hold a name or a phone number beside the code: that is not kept.
    """
    shown = [unquote(text[:LONGEST]) for text in texts]
    found = [code for text in shown for code in dossier_codes(text)]
    found += [code for text in shown for code in procedure_codes(text)]
    found += [match.group(1) for text in shown for match in _LINK.finditer(text)]
    return tuple(dict.fromkeys(found))[:MOST_CODES]


def _looks(grey: Image.Image) -> Iterator[tuple[Image.Image, zxingcpp.Binarizer]]:
    local, whole = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
    yield grey, local
    bright = ImageOps.autocontrast(grey, cutoff=1)
    yield bright, local
    if max(grey.size) <= TWICE_BELOW:
        twice = grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)
        yield twice, local
        yield ImageOps.autocontrast(twice.filter(ImageFilter.UnsharpMask(6, 250, 2)), 1), local
    else:
        yield grey.reduce(2), local
        yield ImageOps.autocontrast(grey.filter(ImageFilter.UnsharpMask(4, 200, 2)), 1), local
    yield bright, whole
    yield bright.filter(ImageFilter.MedianFilter(3)), local
    yield bright.rotate(30, Image.Resampling.BICUBIC, expand=True, fillcolor=128), local
