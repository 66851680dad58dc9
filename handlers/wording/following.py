"""Following a dossier in words: what will be told, how far this channel reaches, how to stop."""

from datetime import datetime

from handlers.clock import LOCAL
from handlers.messages import Block, Heading, Item, Link, Paragraph
from handlers.reaching import Promise, Reach
from handlers.wording import figures
from handlers.wording.dossiers import moment
from handlers.wording.joins import NAMES
from knowledge.dossiers.dossier import Dossier

FOLLOW = "Báo cho tôi khi có tin"
GIVE = "Cho người thân nhận tin"
STOP = "Dừng nhận tin"
MINE = "Các tin đang nhận"
YES = "Đồng ý nhận tin"
NO = "Không nhận tin"
SEE = "Xem hồ sơ"
STOPPED = "Em đã dừng, sẽ không nhắn về hồ sơ này nữa. Anh/chị vẫn tra được bằng mã hồ sơ."
REMINDER_STOPPED = "Em đã bỏ lời nhắc này."
REVOKED = "Em đã thu lại: người thân không nhận tin về hồ sơ này nữa."
NOT_FOLLOWED = "Anh/chị không nhận tin về hồ sơ này. Gõ mã hồ sơ để tra lại ạ."
ENDED = "Hồ sơ này đã kết thúc nên không còn tin để báo ạ."
OWN_ONLY = "Chỉ người tra hồ sơ bằng giấy hẹn mới cho người thân nhận tin được ạ."
CODE_UNKNOWN = (
    "Mã này không dùng được: gõ chưa đúng, đã có người dùng, đã bị thu lại hoặc quá hạn. "
    "Anh/chị nhờ người đưa mã tạo mã mới ạ."
)
GIVE_NUMBER = "Gửi số điện thoại"
ASK_NUMBER = (
    "Khi anh/chị im lặng quá 7 ngày, Zalo không cho em nhắn ở đây nữa. Nếu muốn vẫn được báo, "
    "anh/chị gửi số điện thoại bằng mẫu của Zalo ngay bên dưới. Số chỉ dùng để báo tin hồ sơ, "
    "được giữ kín; gõ /dulieu là xoá. Không gửi cũng không sao ạ."
)
NO_NUMBER = "Kênh này không cần số điện thoại, hoặc em đã giữ số của anh/chị rồi ạ."
NOTHING = "Hiện em không nhắn trước cho anh/chị về việc gì."
REMIND = "Nhắc tôi"
OF_WHAT = "Anh/chị cần tính và nhắc hạn việc nào? Em hỏi ngày, tính hạn, rồi nhắc trước hạn."
TAKE_PURPOSE = "báo tin hồ sơ mà người thân đã đồng ý cho anh/chị theo dõi"
REMIND_PURPOSE = "nhắc anh/chị trước hạn (em chỉ giữ tên thủ tục và ngày hết hạn)"


def name(dossier: Dossier) -> str:
    """A dossier in a list: the procedure and the end of its code."""
    return f"{dossier.procedure_name} (mã kết thúc bằng {dossier.code.rsplit('-', 1)[-1]})"


def notice(dossier: Dossier, promise: Promise, phone: str) -> list[Block]:
    """The purpose, before anything is kept: what is told, what is kept, how far it gets."""
    return [
        Heading("Nhận tin về hồ sơ này"),
        Paragraph("Em chỉ giữ việc cuộc trò chuyện này theo dõi hồ sơ này, để nhắn anh/chị khi:"),
        Item("hồ sơ đổi tình trạng, cần bổ sung giấy tờ hoặc nộp tiền, sắp hết hạn bổ sung"),
        Item("sắp đến ngày hẹn, phải hẹn lại, có kết quả ở quầy, để lâu chưa nhận"),
        *reach(dossier, promise, phone),
        Paragraph(
            "Em chỉ nhắn từ 7 đến 21 giờ. Mỗi tin có nút Dừng nhận tin; việc theo dõi được xoá 90 "
            "ngày sau khi dừng hoặc hồ sơ kết thúc, hoặc ngay khi anh/chị xoá bằng /dulieu."
        ),
    ]


JOIN = "đã nhắn với em ở kênh khác (Telegram, Zalo) thì nối lại: gõ /noikenh"


def reach(dossier: Dossier | None, promise: Promise, phone: str) -> list[Block]:
    """What this channel can deliver until the date, and what can do more."""
    due = dossier.falls_due_at if dossier and not dossier.paused else None
    date = f"; hẹn trả {figures.day(due.astimezone(LOCAL).date())}" if due else ""
    match promise.reach:
        case Reach.ALWAYS if promise.joined is not None:
            where = NAMES[promise.joined]
            return [Paragraph(f"Tin nào không gửi được ở đây sẽ đến {where} anh/chị đã nối.")]
        case Reach.ALWAYS:
            return [Paragraph("Kênh này nhắn được đến tận máy anh/chị.")]
        case Reach.ON_OPENING:
            said = "Trên trang web, tin chỉ hiện khi anh/chị mở lại trang này trên máy này"
        case Reach.UNTIL:
            until = f" đến {moment(promise.until)}" if promise.until else ""
            said = f"Kênh này chỉ cho nhắn{until}"
        case Reach.SCARCE:
            until = f" đến {moment(promise.until)}" if promise.until else " sang tháng sau"
            said = f"Lượt nhắn tháng này của kênh này sắp hết, tin có thể phải đợi{until}"
        case Reach.NEVER:
            said = "Kênh này chỉ trả lời khi anh/chị hỏi, không tự nhắn được"
    links: list[Block] = [
        Link(f"Nhận tin qua {one.name}", _with_token(one.url, dossier)) for one in promise.others
    ]
    more = "Muốn được báo tận nơi, anh/chị chọn:" if links else "Muốn chắc chắn:"
    return [Paragraph(f"{said}{date}. {more}"), *links, Item(JOIN), Item(f"gọi hỏi quầy: {phone}")]


def followed(dossier: Dossier, reach: Reach) -> list[Block]:
    """Said once it is kept; it promises no more than the channel can do."""
    match reach:
        case Reach.NEVER:
            said = (
                f"Em đã ghi việc anh/chị theo dõi {name(dossier)}. Ở đây em không tự nhắn được: "
                "anh/chị hỏi lại em, hoặc nối với kênh khác (gõ /noikenh)."
            )
        case Reach.ON_OPENING:
            said = f"Khi có tin về {name(dossier)}, em để tin ở trang này chờ anh/chị mở lại."
        case Reach.ALWAYS | Reach.UNTIL | Reach.SCARCE:
            said = f"Em sẽ báo khi có tin về {name(dossier)}."
    return [Paragraph(said)]


def code_made(code: str, use_by: datetime, holds_until: datetime) -> list[Block]:
    """The consent code, shown once."""
    until = figures.short_day(holds_until.astimezone(LOCAL).date())
    return [
        Heading("Mã cho người thân"),
        Paragraph(f"{code}"),
        Item(f"Dùng một lần, trước {moment(use_by)}. Người thân gõ mã này vào chat riêng với em."),
        Item(f"Người có mã xem được tình trạng và nhận tin đến khi hồ sơ xong, chậm nhất {until}."),
        Item("Chỉ đưa cho người anh/chị tin. Muốn thu lại, anh/chị gõ /theodoi."),
    ]


def take(dossier: Dossier, until: datetime) -> list[Block]:
    """Before a relative takes up the code: what they will get."""
    day = figures.short_day(until.astimezone(LOCAL).date())
    return [
        Paragraph(
            f"Người thân cho anh/chị nhận tin về {name(dossier)}, đến khi hồ sơ xong, chậm nhất "
            f"{day}. Người đưa mã có thể thu lại bất cứ lúc nào."
        )
    ]


def overview(follows: list[str], given: list[str], reminders: list[str]) -> list[Block]:
    """Everything we would write about by ourselves."""
    blocks: list[Block] = [Heading(MINE)]
    for title, lines in (
        ("Hồ sơ anh/chị theo dõi:", follows),
        ("Mã đã đưa cho người thân:", given),
        ("Hạn anh/chị nhờ nhắc:", reminders),
    ):
        if lines:
            blocks += [Paragraph(title), *(Item(line) for line in lines)]
    return blocks


def given_line(dossier: Dossier, use_by: datetime, *, used: bool) -> str:
    """One consent code in the list."""
    state = "đã dùng" if used else f"chưa dùng, hạn {moment(use_by)}"
    return f"{name(dossier)}: {state}"


def will_remind(title: str, last: str) -> list[Block]:
    """Said once a reminder is kept."""
    return [
        Paragraph(
            f"Em sẽ nhắc anh/chị trước hạn {last} của {title}: trước 7 ngày và trước 1 ngày. "
            "Gõ /theodoi để xem hoặc bỏ."
        )
    ]


def _with_token(url: str, dossier: Dossier | None) -> str:
    return f"{url}?start=d_{dossier.token}" if dossier and dossier.token else url
