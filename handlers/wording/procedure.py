"""The answer about one procedure: asked part first, one reservation, the source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.messages import Block, Fact, Heading, Item, Link, Paragraph
from handlers.wording import figures
from handlers.wording.parts import LABELS, UNSURE, WARNED, PartText, desk_phone, part_text
from handlers.wording.views import View
from handlers.wording.writers import PORTAL, local_sources
from knowledge.commune import Commune
from knowledge.procedures import Part, Procedure
from knowledge.text.codes import procedure_codes

SUMMARY = (Part.DOCUMENTS, Part.FEE, Part.TIME, Part.PLACE)
"""What a general question is answered with; the rest is on tap."""

FULL = (
    Part.CONDITIONS,
    Part.DOCUMENTS,
    Part.FORMS,
    Part.FEE,
    Part.TIME,
    Part.LIMIT,
    Part.PLACE,
    Part.ONLINE,
    Part.STEPS,
    Part.RESULT,
    Part.LEGAL_BASIS,
)
"""The full card, in the order a citizen needs it."""

ROWS_IN_A_LINE = 2
"""More rows than this run together where a message asks for several parts."""

BESIDE = frozenset({*SUMMARY, Part.ONLINE, Part.AGENCY})
"""Parts that leave room for what is asked beside them: their words name nothing else."""

OPTIONAL = frozenset({Part.CONDITIONS, Part.LIMIT, Part.FORMS, Part.STEPS, Part.RESULT})
"""Parts left out of the full card when the record has nothing on them: silence misleads nobody."""

CONDOLENCE = "Em xin chia buồn cùng gia đình anh/chị."


@dataclass(frozen=True, slots=True)
class Setting:
    """What an answer depends on besides the record."""

    commune: Commune
    today: date
    stale: bool = False
    """The record is past its re-check day (P-9)."""
    said: str | None = None
    """The citizen's own word for the matter, quoted once (W-9)."""
    case: str | None = None
    condoled: bool = False
    """The line of condolence was said before in this conversation (W-5)."""
    asked_as: str | None = None
    """Name of the replaced procedure the person asked for (P-6)."""
    own: tuple[Block, ...] = ()
    """The last day of who told the day it counts from (D-7)."""


def answer(procedure: Procedure, part: Part | None, setting: Setting) -> tuple[list[Block], str]:
    """Blocks of an answer and the value told for the asked part (or the summary)."""
    wanted = (part,) if part else SUMMARY
    texts = [_part(procedure, one, setting, brief=part is None) for one in wanted]
    blocks = [*opening(procedure, setting)]
    for text in texts:
        blocks.extend(text.blocks)
    limits = _days_to_keep(procedure, (part,), setting)
    blocks.extend(limits)
    blocks.extend(reservation(procedure, _with_limit(procedure, texts, limits), setting))
    blocks.extend(source_line(procedure, texts, setting))
    return blocks, "; ".join(text.value or "chưa rõ" for text in texts)


def told(
    procedure: Procedure, part: Part | None, parts: tuple[Part, ...], setting: Setting
) -> tuple[list[Block], str]:
    """The answer to `part`; to all `parts` of a message that asks for several.

    Each is then told in a line or two, in the order asked.
    """
    if part in BESIDE and part not in parts:
        parts = (part, *parts)
    if len(parts) < 2 or part not in parts:
        return answer(procedure, part, setting)
    texts = [_part(procedure, one, setting, brief=True) for one in parts]
    blocks = [*opening(procedure, setting)]
    for text in texts:
        blocks.extend(_line(text))
    limits = _days_to_keep(procedure, parts, setting)
    blocks.extend(limits)
    blocks.extend(reservation(procedure, _with_limit(procedure, texts, limits), setting))
    blocks.extend(source_line(procedure, texts, setting))
    return blocks, "; ".join(text.value or "chưa rõ" for text in texts)


def _line(text: PartText) -> tuple[Block, ...]:
    """A part as one line; papers stay a list to tick off, many rows a list, addresses links."""
    linked = any(isinstance(block, Link) for block in text.blocks)
    rows = sum(isinstance(block, Item) for block in text.blocks)
    if text.value is None or text.part is Part.DOCUMENTS or linked or rows > ROWS_IN_A_LINE:
        return text.blocks
    label = LABELS[text.part]
    doubt = f" ({UNSURE})" if text.warned and not text.open else ""
    return (Fact(f"{label}{doubt}", text.value),)


def full_card(procedure: Procedure, setting: Setting) -> list[Block]:
    """Everything the record holds, in order; a channel splits it between blocks."""
    texts = [_part(procedure, part, setting) for part in FULL]
    shown = [text for text in texts if text.value is not None or text.part not in OPTIONAL]
    blocks: list[Block] = [*opening(procedure, setting)]
    blocks.append(Paragraph(f"{procedure.name} (mã {procedure.code})"))
    for text in shown:
        blocks.extend(text.blocks)
    blocks.extend(reservation(procedure, shown, setting))
    blocks.extend(source_line(procedure, shown, setting, full=True))
    return blocks


def checklist(procedure: Procedure, setting: Setting) -> list[Block]:
    """The papers alone, to print and tick off, with where and when to hand them in."""
    texts = [_part(procedure, part, setting) for part in (Part.DOCUMENTS, Part.PLACE, Part.FEE)]
    blocks: list[Block] = [Heading(procedure.title), Paragraph(f"Mã thủ tục {procedure.code}")]
    for text in texts:
        blocks.extend(text.blocks)
    blocks.extend(reservation(procedure, texts, setting))
    blocks.extend(source_line(procedure, texts, setting))
    return blocks


def opening(procedure: Procedure, setting: Setting) -> list[Block]:
    """Condolence if one is due, then the name after the citizen's own word for it."""
    blocks: list[Block] = []
    if procedure.condolence and not setting.condoled:
        blocks.append(Paragraph(CONDOLENCE))
    blocks.append(Heading(titled(procedure, setting.said)))
    if setting.asked_as:
        blocks.append(
            Paragraph(
                f"{_replaced(setting.asked_as)} đã được thay bằng thủ tục "
                f'"{procedure.title}" (mã {procedure.code}).'
            )
        )
    return blocks


def _replaced(name: str) -> str:
    """The procedure that is gone, by its name, or by its code where that is all that is known."""
    return name if name.startswith("Thủ tục ") and procedure_codes(name) else f'Thủ tục "{name}"'


def titled(procedure: Procedure, said: str | None) -> str:
    """Name as the citizen said it, with the official title once behind it (W-9)."""
    if not said:
        return procedure.title
    return f"{said[:1].upper()}{said[1:]} ({procedure.title})"


def reservation(procedure: Procedure, texts: list[PartText], setting: Setting) -> list[Block]:
    """What to ask or confirm, in one sentence with the desk's phone once (W-2)."""
    ask = [LABELS[text.part].lower() for text in texts if text.value is None]
    confirm = [
        LABELS[text.part].lower()
        for text in texts
        if text.value is not None and text.doubtful and not (text.warned and text.open)
    ]
    lead = UNSAID_FEE if any(text.open for text in texts) else ""
    phone = desk_phone(procedure, setting.commune)
    if setting.stale:
        most = f" (nhất là {figures.list_of(confirm)})" if 0 < len(confirm) < len(texts) else ""
        return [Paragraph(f"{lead}{STALE}{most}: {phone}.")]
    if confirm:
        asked = f"Anh/chị hỏi {figures.list_of(ask)}. " if ask else ""
        what = figures.list_of(confirm)
        return [Paragraph(f"{lead}{asked}Cần xác nhận tại quầy: {what} ({phone}).")]
    if ask:
        return [Paragraph(f"{lead}Anh/chị hỏi {figures.list_of(ask)}: {phone}.")]
    if lead:
        unsure = any(text.open and text.warned for text in texts)
        return [Paragraph(f"{UNSAID_UNSURE if unsure else lead + ASK}{phone}.")]
    return []


UNSAID_FEE = "Mức thu cụ thể chưa công bố ở đây. "
UNSAID_UNSURE = "Mức thu cụ thể chưa công bố ở đây, cần xác nhận tại quầy: "
ASK = "Anh/chị hỏi "
STALE = "Thông tin đã đến kỳ rà lại, cần xác nhận lại tại quầy"


def source_line(
    procedure: Procedure, texts: list[PartText], setting: Setting, *, full: bool = False
) -> list[Block]:
    """Source and day of checking, and the coming change of rules if one is dated (W-1, W-8)."""
    own = local_sources(procedure, [text.part for text in texts], setting.commune)
    parts = [_decision(procedure.announcement.number)] if procedure.announcement else []
    if procedure.source and (full or not parts):
        parts.append(procedure.source)
    if own and parts:
        parts[0] = f"còn lại theo {parts[0]}"
    if procedure.checked_on:
        parts.append(f"kiểm tra ngày {figures.short_day(procedure.checked_on)}")
    said = [*own, *parts]
    blocks: list[Block] = [Paragraph(f"Nguồn: {'; '.join(said)}.")] if said else []
    shown = {block.url for text in texts for block in text.blocks if isinstance(block, Link)}
    if procedure.source_url and procedure.source_url not in shown:
        blocks.append(Link(PORTAL, procedure.source_url))
    if procedure.review_by and setting.today <= procedure.review_by and procedure.review_reason:
        blocks.append(Paragraph(f"Lưu ý: {procedure.review_reason}, quy định có thể thay đổi."))
    return blocks


def _decision(number: str) -> str:
    """The number after the word, unless it says the word itself."""
    return number if number[:2].upper() in ("QĐ", "QU") else f"Quyết định {number}"


def _part(procedure: Procedure, part: Part, setting: Setting, *, brief: bool = False) -> PartText:
    return part_text(procedure, part, setting.commune, View(setting.case, brief))


def _limit_matters(part: Part | None) -> bool:
    return part in (Part.TIME, Part.FEE)


def _with_limit(procedure: Procedure, texts: list[PartText], limits: list[Block]) -> list[PartText]:
    """What the reservation speaks of: the day to keep too, where no publication states it."""
    if not limits or procedure.marks.get(Part.LIMIT) not in WARNED:
        return texts
    return [*texts, PartText(Part.LIMIT, tuple(limits), "", doubtful=True)]


def _days_to_keep(
    procedure: Procedure, parts: Iterable[Part | None], setting: Setting
) -> list[Block]:
    """The person's own last day, or the limit where what is asked hangs on it."""
    if setting.own:
        return list(setting.own)
    matters = any(part is None or _limit_matters(part) for part in parts)
    return _limits(procedure, setting.case) if matters else []


def _limits(procedure: Procedure, case: str | None) -> list[Block]:
    """The day to keep; nobody who asks as one who has missed it is told to keep it."""
    kept = [one for one in procedure.citizen_limits if one.missed is None or one.missed != case]
    if not kept:
        return []
    return [Paragraph(f"Anh/chị nhớ đi làm {'; '.join(limit.text for limit in kept)}.")]
