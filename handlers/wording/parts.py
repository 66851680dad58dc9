"""The parts of a procedure in words: each part gives blocks, the value told, and how sure it is."""

from dataclasses import dataclass, replace

from handlers.messages import Block, Fact, Item, Link, Paragraph
from handlers.wording.views import View
from handlers.wording.writers import WRITERS
from knowledge.commune import Commune
from knowledge.procedures import Desk, FeeKind, Mark, Part, Procedure

LABELS = {
    Part.NAME: "Tên thủ tục",
    Part.DOCUMENTS: "Giấy tờ cần có",
    Part.FEE: "Lệ phí",
    Part.TIME: "Thời gian giải quyết",
    Part.PLACE: "Nơi nộp",
    Part.ONLINE: "Nộp qua mạng",
    Part.AGENCY: "Nơi giải quyết",
    Part.RESULT: "Kết quả nhận được",
    Part.VALIDITY: "Thời hạn sử dụng",
    Part.FORMS: "Mẫu đơn, tờ khai",
    Part.STEPS: "Các bước",
    Part.CONDITIONS: "Điều kiện",
    Part.APPLICANTS: "Ai được làm",
    Part.LIMIT: "Hạn phải đi làm",
    Part.LEGAL_BASIS: "Căn cứ pháp lý",
    Part.SOURCE: "Nguồn",
}


UNMARKED = frozenset({Part.NAME, Part.SOURCE})
"""Parts that carry no mark of their own: they are what the marks speak about."""


FIGURES = frozenset({Part.FEE, Part.TIME})
"""Parts people act on at a glance; a doubt about them marks their own line."""

WARNED = frozenset({Mark.GENERAL, Mark.CONFLICTING})
"""Figures no publication of the commune level stands behind."""

BESIDE = {Part.RESULT: (Part.VALIDITY,), Part.PLACE: (Part.AGENCY, Part.ONLINE)}
"""What a part in full tells besides, under marks of its own."""

UNSAID = frozenset({FeeKind.COUNCIL, FeeKind.UNKNOWN})
"""Fees without a figure: who must pay still has to ask (W-2)."""

OTHER_ROWS = "Các mức khác:"
UNSURE = "chưa chắc chắn"
"""Marks the line of a doubtful figure; what to do about it is said once, at the end (W-2)."""


@dataclass(frozen=True, slots=True)
class PartText:
    """One part in words. `value` is what was told, for corrections; None when nothing is known."""

    part: Part
    blocks: tuple[Block, ...]
    value: str | None
    doubtful: bool = False
    warned: bool = False
    """Its own line is marked as doubtful."""
    open: bool = False
    """Part of it is not published here: a fee the council sets."""


def part_text(procedure: Procedure, part: Part, commune: Commune, view: View) -> PartText:
    """The part in words; the case asked for is put first where the cases differ."""
    lines = WRITERS[part](procedure, commune, view)
    mark = Mark.CONFIRMED if part in UNMARKED else procedure.marks.get(part, Mark.PORTAL)
    known = bool(lines) and mark is not Mark.UNKNOWN
    note = None if view.brief else procedure.notes.get(part)
    if not known:
        blocks: tuple[Block, ...] = (Fact(LABELS[part], _unknown(part)),)
        return PartText(part, (*blocks, *_note(note)), None, doubtful=True)
    warned = part in FIGURES and mark in WARNED
    unsaid = part is Part.FEE and any(fee.kind in UNSAID for fee in procedure.fees)
    own_line = warned and not unsaid  # what is not published is said at the end, with the phone
    blocks = _laid_out(f"{LABELS[part]} ({UNSURE})" if own_line else LABELS[part], lines)
    if part is Part.FEE and not view.brief:
        blocks = _led(blocks, lines, procedure, view)
    return PartText(
        part,
        (*(_raised(block) for block in blocks), *_note(note)),
        "; ".join(_plain(block) for block in lines),
        doubtful=mark is not Mark.CONFIRMED or _doubt_beside(procedure, part, view),
        warned=warned,
        open=unsaid,
    )


def _doubt_beside(procedure: Procedure, part: Part, view: View) -> bool:
    """Whether something told along with the part is unverified."""
    if view.brief and part is Part.PLACE:
        return False
    return any(procedure.marks.get(one) in WARNED for one in BESIDE.get(part, ()))


def figure_lines(procedure: Procedure, part: Part, commune: Commune) -> tuple[str, ...]:
    """What a part says to whoever asks, whatever their case; nothing where nothing is known."""
    if procedure.marks.get(part, Mark.PORTAL) is Mark.UNKNOWN:
        return ()
    lines = (_plain(block) for block in WRITERS[part](procedure, commune, View()))
    return tuple(" ".join(one.split()) for one in lines)


def desk_phone(procedure: Procedure, commune: Commune) -> str:
    """Name and phone of the desk that takes this procedure; the one-stop centre by default."""
    key = "psc" if procedure.desk is Desk.ROUTE else procedure.desk.value
    desk = commune.desks.get(key) or commune.desks.get("psc")
    if desk is None:
        return commune.name
    return f"{desk.name}, điện thoại {desk.phone}" if desk.phone else desk.name


def centre_phone(commune: Commune) -> str:
    """Name and phone of the one-stop centre."""
    desk = commune.desks.get("psc")
    if desk is None:
        return commune.name
    return f"{desk.name}, điện thoại {desk.phone}" if desk.phone else desk.name


def _unknown(part: Part) -> str:
    """What is not known, in words; the desk's phone follows once, at the end of the answer."""
    return "chưa có trong thông tin đã công bố." if part is not Part.ONLINE else "chưa rõ."


def _raised(block: Block) -> Block:
    """A row or a sentence of its own begins with a capital; behind a label it need not."""
    if isinstance(block, Item | Paragraph):
        return replace(block, text=f"{block.text[:1].upper()}{block.text[1:]}")
    return block


def _note(note: str | None) -> tuple[Block, ...]:
    return (Paragraph(note),) if note else ()


def _laid_out(label: str, lines: list[Block]) -> tuple[Block, ...]:
    """A single line becomes a labelled fact, several a label and a list; no two labels in a row."""
    match lines[0]:
        case Fact(under, value):
            return (Fact(f"{label}, {_inside(under)}", value), *lines[1:])
        case Paragraph(text) if text.endswith(":"):
            return (Paragraph(f"{label}, {_inside(text)}"), *lines[1:])
        case Paragraph(text) if len(lines) == 1:
            return (Fact(label, text),)
        case _:
            return (Paragraph(f"{label}:"), *lines)


def _led(
    blocks: tuple[Block, ...], lines: list[Block], procedure: Procedure, view: View
) -> tuple[Block, ...]:
    """The row that settles most questions as the first line, the other rows after it.

    That is the row of the case asked for, or the first one where nothing is paid.
    """
    first = lines[0]
    settled = view.case is not None or procedure.fees[0].kind is FeeKind.EXEMPT
    if len(lines) < 3 or not settled or not isinstance(first, Item):
        return blocks
    label = LABELS[Part.FEE]
    head = blocks[0].text if isinstance(blocks[0], Paragraph) else f"{label}:"
    return (Fact(head.rstrip(":"), _inside(first.text)), Paragraph(OTHER_ROWS), *lines[1:])


def _inside(text: str) -> str:
    """The words as they stand inside a sentence."""
    return text[:1].lower() + text[1:]


def _plain(block: Block) -> str:
    match block:
        case Fact(label, value):
            return f"{label}: {value}"
        case Link(label, url):
            return f"{label}: {url}"
        case _:
            return block.text
