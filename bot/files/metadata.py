"""What a phone writes into a picture, wiped where the picture itself cannot be written anew."""

import struct
from typing import Final

_MARK: Final = b"Exif\0\0"
_ORDERS: Final = {b"MM\0*": ">", b"II*\0": "<"}
_SIZES: Final = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8)
"""Bytes of a value of each TIFF type."""
_FURTHER: Final = frozenset((0x8769, 0x8825, 0xA005))
"""Tags that lead to further directories: the camera, the place, what programs exchange."""
_ENTRY: Final = 12
_MOST: Final = 512
"""Entries of a directory; a phone writes fifty."""
_DEEPEST: Final = 3


def without_metadata(data: bytes) -> bytes:
    """The same bytes with every Exif block emptied: no place, no time, no phone."""
    wiped = bytearray(data)
    at = data.find(_MARK)
    while at >= 0:
        base = at + len(_MARK)
        if order := _ORDERS.get(data[base : base + 4]):
            _wipe(wiped, base, data, base + _number(data, base + 4, f"{order}I"), order, 0)
        at = data.find(_MARK, base)
    return bytes(wiped)


def _wipe(out: bytearray, base: int, data: bytes, at: int, order: str, deep: int) -> None:
    count = _number(data, at, f"{order}H")
    if not count or count > _MOST or deep > _DEEPEST:
        return
    for place in range(at + 2, at + 2 + count * _ENTRY, _ENTRY):
        tag, kind = _number(data, place, f"{order}H"), _number(data, place + 2, f"{order}H")
        value = base + _number(data, place + 8, f"{order}I")
        size = _size(kind) * _number(data, place + 4, f"{order}I")
        if tag in _FURTHER:
            _wipe(out, base, data, value, order, deep + 1)
        elif size > 4:
            _zero(out, value, size)
    _zero(out, at, 2 + count * _ENTRY)


def _size(kind: int) -> int:
    return _SIZES[kind] if kind < len(_SIZES) else 0


def _zero(out: bytearray, start: int, size: int) -> None:
    end = min(len(out), start + size)
    out[start:end] = bytes(max(0, end - start))


def _number(data: bytes, at: int, form: str) -> int:
    """A number of the file, 0 where it ends before."""
    size = struct.calcsize(form)
    piece = data[at : at + size]
    return int(struct.unpack(form, piece)[0]) if len(piece) == size else 0
