"""Sentences of feedback: taking it, what happens next, what came of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from handlers.messages import Block, Fact, Heading, Item, Paragraph
from handlers.wording import figures
from handlers.wording.dossiers import moment
from handlers.wording.timeline import STATUS
from knowledge.calendar import local
from knowledge.commune import Commune
from knowledge.dossiers.dossier import Dossier
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import LABELS, FeedbackKind
from knowledge.feedback.states import CaseState

YES = "Đúng rồi"
OTHER = "Loại khác"
SKIP = "Bỏ qua"
NO_CODE = "Không có mã hồ sơ"
WITH_NAME = "Để lại tên"
WITHOUT_NAME = "Gửi không kèm tên"
PLAIN = "Phản ánh cách phục vụ"
DENOUNCE = "Báo vi phạm pháp luật: tố cáo"
COMPLAIN = "Không đồng ý quyết định về mình: khiếu nại"
IS_FEEDBACK = "Đây là phản ánh, gửi giúp tôi"
SEE = "Xem phản ánh này"
ADD = "Bổ sung"
WITHDRAW = "Rút lại"
WITHDRAW_YES = "Rút lại phản ánh"
MINE = "Phản ánh của tôi"
FIND = "Tra bằng mã"
SOLVED = "Đã giải quyết"
UNSOLVED = "Chưa"
NEW = "Gửi phản ánh"

PROMPT = (
    "Anh/chị kể giúp em: việc gì, ở đâu, lúc nào. Gõ như nói chuyện; có ảnh thì gửi kèm. "
    "Anh/chị gửi mấy tin cũng được."
)
MORE = "Anh/chị kể thêm một chút giúp em: việc gì, ở đâu, lúc nào ạ?"
CLOSED_HERE = "Hiện phường, xã chưa nhận phản ánh qua đây."
PURPOSE = "trả lời phản ánh của anh/chị bằng văn bản"
ASK_NAME = (
    "Anh/chị gõ họ tên và số điện thoại trong một tin, ví dụ: Nguyễn Thị Mẫu 0900 000 000. "
    "Em niêm phong tên và số; cán bộ xử lý không thấy."
)
NAME_AGAIN = "Em chưa đọc được họ tên đầy đủ. Anh/chị gõ lại giúp em: họ tên, rồi số điện thoại."
EMERGENCY = (
    "Nguy hiểm đến người, anh/chị gọi ngay: 113 công an, 114 cháy nổ, 115 cấp cứu, 111 trẻ em."
)
KEEP_CALM = (
    "Em ghi nhận anh/chị đang bực. Tin có lời xúc phạm nên em chưa chuyển xử lý, chỉ để người "
    "soát xét xem lại. Anh/chị kể lại việc đã xảy ra thì em chuyển ngay ạ."
)
NOT_FOUND = "Em không thấy phản ánh nào khớp. Anh/chị xem lại mã PA-… và 6 ký tự tra cứu giúp em ạ."
ASK_CODE = "Anh/chị gõ mã phản ánh và 6 ký tự tra cứu, ví dụ: PA-261123-001 K7M2QX."
TOO_MANY_TRIES = (
    "Anh/chị thử sai nhiều lần. Anh/chị nghỉ 30 phút rồi thử lại, hoặc gọi quầy giúp em ạ."
)
NONE_OF_MINE = "Anh/chị chưa gửi phản ánh nào từ cuộc trò chuyện này."
ONLY_PRIVATE = "Việc này có thông tin riêng, anh/chị nhắn riêng cho em giúp ạ."
SURE_WITHDRAW = "Rút lại rồi thì phường, xã dừng xử lý và không trả lời nữa. Anh/chị chắc chứ ạ?"
WITHDRAWN = "Em đã rút lại phản ánh theo ý anh/chị. Cần gửi lại, anh/chị cứ nhắn ạ."
NOT_NOW = "Phản ánh này đã kết thúc nên không làm được việc đó nữa ạ."
NOT_KEPT_EITHER = (
    "Lời anh/chị vừa gửi em cũng không giữ: khiếu nại, tố cáo không nhận ở đây. Anh/chị gửi theo "
    "nơi em vừa chỉ giúp em; việc khác anh/chị cứ hỏi ạ."
)
PLACE = "Vị trí trên bản đồ"
PLACE_KEPT = "Em đã ghi vị trí anh/chị gửi."
WHICH_AREA = (
    "Vị trí trên bản đồ thuộc nơi nào dưới đây ạ? Anh/chị chọn, hoặc gõ tên đường, tổ dân phố, để "
    "phản ánh đến đúng người phụ trách."
)
OTHER_AREAS = "Nơi khác"
NO_AREA = "Tôi không rõ"
FILE_KEPT = "Em đã nhận tệp, ghép vào phản ánh. Anh/chị làm tiếp bước này giúp em:"
TYPE_INSTEAD = (
    "Em chưa đọc được loại tin này, anh/chị gõ chữ giúp em. Phần anh/chị đã kể em vẫn giữ."
)
GOES_ON = "Em vẫn giữ phản ánh anh/chị đang kể. Anh/chị làm tiếp, hoặc gõ HUỶ nếu không gửi nữa ạ."
ADDED = "Em đã thêm vào phản ánh {code}."
CORRECTED = "Em đã ghi lời sửa vào phản ánh {code}."
ASK_MORE = "Anh/chị gõ phần bổ sung hoặc gửi ảnh giúp em ạ."
ASK_WHY = (
    "Anh/chị cho em biết còn việc gì chưa ổn: chọn bên dưới, hoặc gõ vài chữ, gửi ảnh. Em ghi vào "
    "cho cán bộ xử lý tiếp:"
)
THANKS_AND_WHY = (
    "Cảm ơn anh/chị. Ý kiến được tính chung, không ai biết người chấm. Còn việc gì chưa ổn, "
    "anh/chị gõ thêm, em ghi vào phản ánh."
)
NO_MORE_REOPEN = (
    "Phản ánh này đã mở lại một lần hoặc quá thời hạn mở lại. "
    "Anh/chị gửi phản ánh mới, nhắc mã {code}, hoặc gặp người phụ trách vào ngày tiếp công dân ạ."
)
THANKS = "Cảm ơn anh/chị. Ý kiến được tính chung, không ai biết người chấm."
HOW_SATISFIED = "Anh/chị hài lòng mức nào? 1 là rất không hài lòng, 5 là rất hài lòng."


def spot(point: str, area: str, *, unsure: bool) -> str:
    """A point on the map for officers, with what its sender said of it."""
    if area:
        return f"{point} ({area})"
    return f"{point} (chưa rõ thuộc nơi nào)" if unsure else point


def which_kind(kind: FeedbackKind) -> list[Block]:
    """The guess, confirmed in one tap."""
    return [Paragraph(f"Em hiểu đây là phản ánh về: {LABELS[kind].lower()}. Đúng không ạ?")]


def choose_kind() -> list[Block]:
    """All kinds, when the guess was wrong."""
    return [Paragraph("Phản ánh của anh/chị thuộc loại nào ạ?")]


def is_it_plain() -> list[Block]:
    """Asked before anything is taken: a denunciation must not be kept (F-11)."""
    return [
        Paragraph(
            "Anh/chị muốn phản ánh cách phục vụ, hay báo một vi phạm pháp luật? "
            "Tố cáo, khiếu nại có luật riêng, em không nhận và không lưu."
        )
    ]


def ask_missing(kind: FeedbackKind) -> str:
    """Only what is missing."""
    if kind is FeedbackKind.DOSSIER_DELAY:
        return "Anh/chị cho em mã hồ sơ ghi trên giấy hẹn (dạng H32.12.05-260923-0007)."
    if kind is FeedbackKind.LOCAL_MATTER:
        return "Việc này ở chỗ nào ạ? (đường, hẻm, số nhà hoặc tổ dân phố)"
    return "Việc này xảy ra ở quầy nào, vào lúc nào ạ?"


DOUBTED: Final = (
    "Nội dung có thể là tố cáo. Hỏi người dân: nếu họ chỉ phản ánh cách phục vụ thì xác nhận rồi "
    "ghi lại; nếu báo vi phạm pháp luật thì hướng dẫn đến nơi tiếp công dân."
)
NOT_IN_REGISTER: Final = "Sổ không có hồ sơ mang mã này."
STILL_TAKEN: Final = "Phản ánh của anh/chị em vẫn nhận:"


def what_the_clock_says(
    dossier: Dossier, due: datetime | None, late: int | None, old_copy: datetime | None
) -> list[Block]:
    """A late dossier by the register, before its report is taken; `late` in working days.

    `old_copy` is the time of a copy too old to say what is late now.
    """
    blocks: list[Block] = [Fact("Hồ sơ", dossier.procedure_name)]
    if dossier.ended:
        blocks.append(Paragraph(f"Theo sổ, hồ sơ {STATUS[dossier.status]}."))
    elif dossier.paused:
        said = f"Theo sổ, hồ sơ {STATUS[dossier.status]}, nên thời hạn đang tạm dừng."
        blocks.append(Paragraph(said))
    elif due is None:
        blocks.append(Paragraph("Sổ không ghi ngày hẹn trả của hồ sơ này."))
    elif old_copy is not None:
        said = f"Theo sổ lúc {moment(old_copy)}, hồ sơ hẹn trả {_day(due)}; nay có thể đã khác."
        blocks.append(Paragraph(said))
    elif late is not None:
        days = f"quá hẹn {late} ngày làm việc" if late else "đã quá giờ hẹn"
        said = f"Theo sổ, hồ sơ hẹn trả {_day(due)}, đến nay {days}."
        blocks.append(Paragraph(said))
    else:
        blocks.append(Paragraph(f"Theo sổ, hồ sơ hẹn trả {_day(due)}, chưa quá hẹn."))
    return blocks


def ask_who() -> list[Block]:
    """With a name an answer is owed; without one it is a hint (F-2)."""
    return [
        Paragraph(
            "Anh/chị để lại họ tên, điện thoại thì được trả lời bằng văn bản. "
            "Không để lại tên, phường, xã vẫn xem nhưng không có trả lời riêng."
        )
    ]


def received(
    code: CaseCode, secret: str, unit: str, first: datetime, answer: datetime
) -> list[Block]:
    """The reference at once, and what happens next (F-1)."""
    return [
        Heading(f"Đã nhận phản ánh {code}"),
        Fact("Mã tra cứu", secret),
        Item(f"Nơi xem xét: {unit}."),
        Item(f"Cán bộ liên hệ trước {_day(first)}, trả lời trước {_day(answer)} (dự kiến)."),
        Item("Nhắn thêm hoặc gửi ảnh vào đây, em ghép vào phản ánh này."),
        Paragraph(f"Xem từ máy khác: gõ {code} {secret}. Giữ kín 6 ký tự này giúp em."),
    ]


def without_name() -> Block:
    """F-2: what a hint is owed."""
    return Paragraph(
        "Không kèm tên nên đây là tin báo: phường, xã xem xét, không có văn bản trả lời riêng; "
        "anh/chị vẫn xem được kết quả bằng mã."
    )


def handed_on(code: CaseCode, urgent: bool) -> Block | None:  # noqa: FBT001 - one sentence or none
    """Said of an urgent case."""
    return Paragraph(f"{code} được xử lý gấp trong ngày làm việc kế tiếp.") if urgent else None


def split_at_the_desk(kinds: Iterable[FeedbackKind]) -> str:
    """F-7, to the officer who wrote it down: which part was not kept."""
    names = {FeedbackKind.COMPLAINT: "khiếu nại", FeedbackKind.DENUNCIATION: "tố cáo"}
    listed = figures.list_of([names[one] for one in kinds])
    return (
        f"Phần {listed} không được ghi: hướng dẫn người dân gửi đơn có chữ ký hoặc đến nơi tiếp "
        "công dân. Chỉ phần phản ánh được ghi."
    )


def split_off(names: list[str]) -> Block:
    """F-7: which part was not taken."""
    listed = figures.list_of(names)
    return Paragraph(
        f"Phần {listed} em không nhận và đã xoá, vì luật yêu cầu đơn có chữ ký hoặc đến trình bày. "
        "Phần phản ánh em nhận tiếp:"
    )


def about_the_head(commune: Commune) -> list[Block]:
    """Nobody in the ward may see it: routed to the province, nothing kept."""
    province = commune.feedback.province
    name = province.name or f"Ban Tiếp công dân của {commune.province}"
    blocks: list[Block] = [
        Paragraph(
            "Phản ánh về người đứng đầu phường, xã phải gửi lên cấp trên để được xem khách quan. "
            "Em không lưu nội dung anh/chị vừa gửi."
        ),
        Item(f"Nơi nhận: {name}."),
    ]
    if province.address:
        blocks.append(Item(f"Địa chỉ: {province.address}."))
    if province.phone:
        blocks.append(Item(f"Điện thoại: {province.phone}."))
    blocks.append(
        Item(
            "Hoặc gửi trên Cổng Dịch vụ công quốc gia (dichvucong.gov.vn), mục Phản ánh kiến nghị."
        )
    )
    return blocks


def reopened(code: CaseCode, answer: datetime) -> str:
    """Opened again, with the new date."""
    return f"Em đã mở lại phản ánh {code}. Hạn trả lời mới: {_day(answer)} (dự kiến)."


STATES = {
    CaseState.RECEIVED: "Đã nhận, đang phân công người xử lý.",
    CaseState.NEEDS_INFO: "Đang chờ anh/chị bổ sung.",
    CaseState.ASSIGNED: "Cán bộ đang xử lý.",
    CaseState.FORWARDED: "Đã chuyển đến cơ quan có thẩm quyền.",
    CaseState.NOT_ACCEPTED: "Không tiếp nhận.",
    CaseState.ANSWERED: "Đã trả lời.",
    CaseState.REOPENED: "Đã mở lại, đang xử lý tiếp.",
    CaseState.WITHDRAWN: "Anh/chị đã rút lại.",
    CaseState.JOINED: "Được trả lời cùng các phản ánh giống nhau.",
    CaseState.CLOSED: "Đã kết thúc.",
    CaseState.ROUTED: "Là khiếu nại, tố cáo: đã hướng dẫn theo luật.",
}


def standing(
    code: CaseCode,
    kind: FeedbackKind,
    state: CaseState,
    unit: str,
    received_at: datetime,
    answer_due: datetime,
) -> list[Block]:
    """Where a case stands, in plain words; never its sender, never its officer."""
    blocks: list[Block] = [
        Heading(f"Phản ánh {code}"),
        Fact("Loại", LABELS[kind]),
        Fact("Gửi lúc", f"{local(received_at):%H:%M} {_day(received_at)}"),
        Fact("Tình trạng", STATES[state]),
    ]
    if state in {CaseState.RECEIVED, CaseState.ASSIGNED, CaseState.REOPENED}:
        blocks.append(Fact("Nơi xem xét", unit))
        blocks.append(Fact("Hạn trả lời (dự kiến)", _day(answer_due)))
    return blocks


def answered(text: str) -> list[Block]:
    """The ward's words, as its officer wrote them."""
    return [Paragraph("Trả lời của phường, xã:"), Paragraph(text)]


def _day(when: datetime) -> str:
    return figures.short_day(local(when).date())
