"""Letters as gateways count them. Pure."""

from bot.channels.bridge.limits import GatewayLimits, Unit
from bot.channels.plain.units import units
from knowledge.sms import Alphabet, count, plain

GSM_ONE, GSM_EACH = 160, 153
UCS_ONE, UCS_EACH = 70, 67
"""Letters of a single message, and of each segment of a longer one (`knowledge.sms`)."""


def shown(text: str, limits: GatewayLimits) -> str:
    """The words as the gateway's people read them: without diacritics where it takes none."""
    return text if limits.marks else plain(text)


def segments(text: str) -> int:
    """SMS messages a text is carried in, one at least."""
    return max(1, count(text).segments)


def room(limits: GatewayLimits) -> int:
    """How long one message may be, as `length` counts."""
    if limits.unit is not Unit.SMS:
        return limits.text
    return GSM_ONE if limits.segments == 1 else GSM_EACH * limits.segments


def length(text: str, limits: GatewayLimits) -> int:
    """How long a text is once it is shown: for SMS in letters of GSM-7, whatever its alphabet.

    A letter of two places may leave one empty at the end of a segment; that one is counted.
    """
    said = shown(text, limits)
    if limits.unit is Unit.UTF16:
        return units(said)
    if limits.unit is Unit.CHARACTERS:
        return len(said)
    counted = count(said)
    if counted.alphabet is Alphabet.GSM7:
        size = counted.units
    elif counted.segments <= 1:
        size = -(-counted.units * GSM_ONE // UCS_ONE)
    else:
        size = -(-counted.units * GSM_EACH // UCS_EACH)
    full = counted.segments - 1
    return max(size, full * GSM_EACH + 1) if full > 0 else size
