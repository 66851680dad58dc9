"""What officers read of a case in their chat, and what their acts say to the citizen."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.messages import Block, Fact, Heading, Item, Paragraph
from handlers.wording import figures
from handlers.wording.feedback import PLACE
from handlers.wording.routing import OFFER
from knowledge.calendar import local
from knowledge.feedback.calls import CallSlot
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import LABELS, FeedbackKind
from knowledge.feedback.reviews import Review, Tick
from knowledge.feedback.states import CaseAct, CaseState

LONGEST = 900
"""Letters of a matter on a card; the whole stands in the console and `motcua feedback show`."""

CLAIM = "Nhận việc"
HAND_OVER = "Chuyển"
ASK = "Hỏi thêm"
ANSWER = "Trả lời"
REFUSE = "Không tiếp nhận"
NOTE = "Ghi chú"
KEEP = "Việc của phường, xã"
URGENT = "Đánh dấu khẩn"
URGED = "Vừa đánh dấu khẩn"
SEND = "Gửi"
SEND_ANYWAY = "Vẫn gửi, tôi ghi lý do"
REWRITE = "Sửa lại"
EXPLAIN = "Ghi lý do chậm"

NUMBER = "Xem số gọi lại"
NO_NUMBER = "Chỉ người đang giữ câu hỏi xem được số gọi lại; hoặc câu hỏi không kèm số."
THE_NUMBER = "Số gọi lại của {code}: {phone}. Gọi xong, trả lời tin này bằng điều đã trao đổi."
GIVEN = "Được giao phản ánh"
GONE = "Không có phản ánh này."
NOT_NOW = "Phản ánh đang ở bước khác nên không làm được việc đó."
TAKEN = "{name} đã nhận phản ánh {code} trước."
LATE_REASON = "Phản ánh đã quá hạn trả lời. Anh/chị ghi lý do chậm trước khi gửi."
NEEDS_REASON = "Anh/chị ghi rõ lý do."
BLANK = "Còn chỗ chưa điền: ngoặc vuông [ ], dấu “…” hoặc “___”. Chưa gửi gì."
UNKNOWN_OFFICER = (
    "Không có cán bộ này, hoặc người này không được xem phản ánh. Phản ánh chưa rõ về ai chỉ "
    "lãnh đạo hoặc người soát xét giữ, đến khi được ghi rõ là về ai."
)
NOT_ALLOWED = "Vai trò của anh/chị không làm được việc này."
NAMED = (
    "Còn tên không được công khai: tên trẻ em, tên người gửi, hoặc tên cán bộ khi phản ánh về cán "
    "bộ. Anh/chị che những tên đó rồi công khai lại."
)
NEEDS_KEY = "Tên người gửi đã niêm phong: cần mật khẩu mở niêm phong để so trước khi công khai."
DONE = {
    "claim": "Anh/chị đã nhận phản ánh {code}. Trả lời thẳng vào tin này là bản nháp câu trả lời.",
    "assign": "Đã chuyển phản ánh {code}.",
    "ask": "Đã hỏi thêm người gửi phản ánh {code}; thời hạn tạm dừng.",
    "answer": "Đã gửi trả lời phản ánh {code}.",
    "refuse": "Đã báo không tiếp nhận phản ánh {code}, kèm lý do.",
    "route": "Đã xoá nội dung {code} và chỉ người gửi nơi nộp đơn theo luật; lãnh đạo được báo.",
    "forward": "Đã chuyển phản ánh {code} đến cơ quan có thẩm quyền và báo người gửi.",
    "note": "Đã ghi chú vào phản ánh {code}.",
    "keep": "Đã ghi {code} là việc của phường, xã; không nhắc hạn chuyển nữa.",
    "urgent": "Đã đánh dấu khẩn {code}, báo ngay người xử lý và lãnh đạo.",
    "close": "Đã kết thúc phản ánh {code}.",
    "join": "Đã gộp phản ánh {code}; người gửi sẽ nhận cùng câu trả lời.",
    "reclassify": "Đã đổi loại phản ánh {code}.",
    "mark": "Đã ghi người được phản ánh của {code}.",
    "publish": "Đã công khai phản ánh {code} trên trang Phản ánh.",
    "unpublish": "Đã gỡ công khai phản ánh {code}.",
    "explain": "Đã ghi lý do chậm của phản ánh {code}.",
}
SEE = "Xem phản ánh này"
LIKELY = "Có thể trùng với {codes}; anh/chị đọc rồi gộp trong bảng điều khiển nếu đúng."
CLAIM_FIRST = "Phản ánh {code} chưa có người nhận. Anh/chị nhận việc trước, rồi làm tiếp được ngay."
ASK_WORDS = {
    "ask": "Anh/chị gõ câu cần hỏi thêm người gửi:",
    "answer": "Anh/chị gõ câu trả lời. Em kiểm tra và cho xem trước khi gửi:",
    "refuse": f"Anh/chị gõ lý do không tiếp nhận (người gửi sẽ đọc). {OFFER}",
    "note": "Anh/chị gõ ghi chú nội bộ:",
    "assign": "Chuyển cho ai ạ? Chọn tên bên dưới, hoặc gõ họ tên cán bộ khác:",
    "override": "Anh/chị ghi lý do vẫn gửi:",
    "explain": "Anh/chị gõ lý do trả lời chậm:",
}


OFFICERS_STATES = {
    CaseState.RECEIVED: "chưa có người nhận",
    CaseState.NEEDS_INFO: "chờ người gửi bổ sung",
    CaseState.ASSIGNED: "đang xử lý",
    CaseState.FORWARDED: "đã chuyển cơ quan khác",
    CaseState.NOT_ACCEPTED: "không tiếp nhận",
    CaseState.ANSWERED: "đã trả lời",
    CaseState.REOPENED: "người gửi mở lại",
    CaseState.WITHDRAWN: "người gửi rút lại",
    CaseState.JOINED: "đã gộp vào phản ánh khác",
    CaseState.CLOSED: "đã kết thúc",
    CaseState.ROUTED: "khiếu nại, tố cáo: đã chuyển theo luật",
}
"""Where a case stands, as officers read it."""
HISTORY = {
    "open": "gửi phản ánh",
    "add": "bổ sung",
    "reclassify": "đổi loại",
    "claim": "nhận việc",
    "assign": "chuyển người xử lý",
    "ask": "hỏi thêm",
    "answer": "trả lời",
    "override": "gửi dù kiểm tra chưa đạt",
    "forward": "chuyển cơ quan khác",
    "refuse": "không tiếp nhận",
    "route": "chuyển theo luật khiếu nại, tố cáo; xoá nội dung",
    "join": "gộp vào phản ánh khác",
    "part": "tách ra xử lý riêng",
    "reopen": "mở lại",
    "withdraw": "rút lại",
    "close": "kết thúc",
    "publish": "công khai",
    "unpublish": "gỡ công khai",
    "publish.named": "định công khai khi còn tên phải che",
    "note": "ghi chú",
    "keep": "ghi là việc của phường, xã",
    "urgent": "đánh dấu khẩn",
    "mark": "ghi phản ánh nói về ai",
    "named": "nội dung nêu tên cán bộ, đổi người được xem",
    "unlock": "mở niêm phong người gửi",
    "explain": "ghi lý do chậm",
    "go_on": "hết hạn chờ bổ sung, xử lý tiếp",
}
"""What was done to a case, as its history says it."""


def done_by(by: str, names: Mapping[int, str]) -> str:
    """Who did it, for colleagues: an officer by name, the sender never."""
    if by == "citizen":
        return "người gửi"
    kind, _, number = by.partition(":")
    if kind == "officer" and number.isdecimal():
        return names.get(int(number), "cán bộ đã nghỉ")
    return "hệ thống"


def card(  # noqa: PLR0913 - what a card shows
    code: CaseCode,
    kind: FeedbackKind,
    state: CaseState,
    matter: str,
    answer_due: datetime,
    *,
    urgent: bool = False,
    anonymous: bool = False,
    files: int = 0,
    place: str = "",
    title: str = "Phản ánh",
    clock: Sequence[Block] = (),
) -> list[Block]:
    """A case for who may see it: the matter, never who reported."""
    cut = matter if len(matter) <= LONGEST else matter[: LONGEST - 1] + "…"
    heading = f"KHẨN: {title} {code}" if urgent else f"{title} {code}"
    blocks: list[Block] = [
        Heading(heading),
        Fact("Loại", LABELS[kind]),
        Fact("Tình trạng", OFFICERS_STATES[state]),
        *(clock or (Fact("Hạn trả lời", moment_text(answer_due)),)),
        Paragraph(cut),
    ]
    if place:
        blocks.append(Fact(PLACE, place))
    if files:
        blocks.append(Item(f"Kèm {files} tệp, xem trong bảng điều khiển."))
    if anonymous:
        blocks.append(Item("Tin báo không kèm tên: không nợ văn bản trả lời riêng."))
    return blocks


def named(words: str, kind: FeedbackKind) -> str:
    """Words about a case, where it is a question and no feedback."""
    if kind is not FeedbackKind.QUESTION:
        return words
    return words.replace("Phản ánh", "Câu hỏi").replace("phản ánh", "câu hỏi")


def call(hours: CallSlot) -> Fact:
    """When its sender is to be called; the number stands nowhere but behind its button."""
    start, until = local(hours.start), local(hours.until)
    return Fact("Gọi lại", f"{start:%H:%M}-{until:%H:%M} {figures.short_day(start.date())}")


def call_owed(code: CaseCode, start: datetime, until: datetime, *, late: bool) -> list[Block]:
    """A promised call that is near, or was not made."""
    word = "đã qua giờ hẹn gọi lại" if late else "sắp đến giờ hẹn gọi lại"
    return [Heading(f"Câu hỏi {code} {word}"), call(CallSlot(start, until))]


WORDS_OF = {
    CaseAct.ASK: "Câu hỏi",
    CaseAct.REFUSE: "Lời không tiếp nhận",
    CaseAct.FORWARD: "Lời chuyển",
}


def faults(found: Review, act: CaseAct = CaseAct.ANSWER) -> list[Block]:
    """Why words go back to their officer; of an answer, the points it is to answer too."""
    blocks: list[Block] = [Paragraph(f"{WORDS_OF.get(act, 'Câu trả lời')} chưa đạt:")]
    return [*blocks, *map(Item, found.reasons), *points(found.points)]


def preview(code: str, text: str, listed: Sequence[Tick] = ()) -> list[Block]:
    """The answer as the citizen will read it; below it, for the officer alone, the points."""
    return [Paragraph(f"Người gửi {code} sẽ đọc:"), Paragraph(text), *points(listed)]


POINTS = "Các ý người dân nêu (máy dò, anh/chị xem lại giúp):"


def points(listed: Sequence[Tick]) -> list[Block]:
    """Each point, and whether an answer to it is seen; nothing without several."""
    return [Paragraph(POINTS), *(Item(point(one)) for one in listed)] if listed else []


def point(one: Tick) -> str:
    """One of them."""
    mark = "✓ đã trả lời" if one.answered else "chưa thấy trả lời"
    return f"Ý {one.number}: {one.text} ({mark})"


OWED = {
    "first_reply": "chưa có người nhận, hạn",
    "forward": "hạn chuyển cơ quan khác",
    "answer": "hạn trả lời",
    "late": "QUÁ HẠN trả lời từ",
}
LISTED = 15
"""Cases of one morning list; the rest is a number."""


def due_lines(owed: Sequence[tuple[CaseCode, datetime, str]]) -> list[Block]:
    """Feedback that falls due, for the morning list; nothing when none does."""
    if not owed:
        return []
    blocks: list[Block] = [Heading(f"Phản ánh đến hạn: {len(owed)}")]
    blocks += [
        Item(f"{code}: {OWED[kind]} {moment_text(due)}") for code, due, kind in owed[:LISTED]
    ]
    if len(owed) > LISTED:
        blocks.append(Item(f"và {len(owed) - LISTED} phản ánh nữa."))
    return blocks


def unlocked(code: CaseCode, by: str, why: str) -> list[Block]:
    """Told to the head: somebody opened a reporter's identity."""
    return [
        Heading(f"Mở niêm phong người phản ánh {code}"),
        Fact("Người mở", by),
        Fact("Lý do", why),
    ]


def to_sender(kind: FeedbackKind, act: str, code: CaseCode, words: str) -> list[Block]:
    """What an act says to the sender, of a question as of feedback; the ward's words untouched."""
    blocks = to_citizen(act, code, words)
    first = blocks[0]
    if isinstance(first, Paragraph):
        blocks[0] = Paragraph(named(first.text, kind))
    return blocks


def to_citizen(act: str, code: CaseCode, words: str) -> list[Block]:
    """What an act of the ward says to the sender."""
    said = {
        "ask": f"Phản ánh {code}: cán bộ cần anh/chị cho biết thêm. Anh/chị nhắn lại vào đây:",
        "answer": f"Phản ánh {code} đã có trả lời:",
        "refuse": f"Phản ánh {code} không được tiếp nhận. Lý do:",
        "forward": f"Phản ánh {code} đã được chuyển đến nơi có thẩm quyền:",
        "join": f"Phản ánh {code} giống một phản ánh khác đang xử lý; anh/chị nhận cùng câu trả "
        "lời.",
        "go_on": f"Phản ánh {code}: chưa có phần bổ sung nên xử lý tiếp với nội dung đã có.",
        "taken": f"Phường, xã đã xem lại tin của anh/chị và nhận là phản ánh {code}.",
        "received_answer": "Việc của anh/chị đã được giải quyết chưa ạ?",
    }[act]
    blocks: list[Block] = [Paragraph(said)]
    if words:
        blocks.append(Paragraph(words))
    return blocks


def moment_text(when: datetime) -> str:
    """Hour and day in Vietnam."""
    there = local(when)
    return f"{there:%H:%M} {figures.short_day(there.date())}"


def answers(number: int, words: str) -> str:
    """Which broadcast a case answers."""
    flat = " ".join(words.split())
    cut = flat if len(flat) <= 160 else flat[:159] + "…"
    return f"Trả lời tin gửi nhiều người số {number}" + (f": “{cut}”" if cut else "")
