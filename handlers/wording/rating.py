"""The one question after a result was handed over, and what follows a low answer (domain.md §8)."""

from handlers.messages import Block, Paragraph
from handlers.ratings import Criterion

CRITERIA = {
    Criterion.ACCESS: "Tiếp cận dịch vụ",
    Criterion.CONDITIONS: "Chỗ ngồi, trang thiết bị",
    Criterion.PROCEDURE: "Thủ tục, giấy tờ",
    Criterion.CONDUCT: "Thái độ phục vụ",
    Criterion.RESULT: "Kết quả, thời gian",
    Criterion.FEEDBACK: "Tiếp nhận góp ý",
}
SKIP = "Bỏ qua"
FEEDBACK = "Gửi thành phản ánh"
NOT_YET = "Hồ sơ chưa trả kết quả nên em chưa hỏi ý kiến ạ."
CLOSED = "Em đã ghi nhận ý kiến của anh/chị; quá 7 ngày nên không sửa được nữa ạ."
THANKS = "Em cảm ơn anh/chị. Ý kiến không kèm tên; trong 7 ngày anh/chị chấm lại được."
WHICH = "Em xin lỗi vì anh/chị chưa hài lòng. Điều gì cần làm tốt hơn ạ?"
TELL = (
    "Anh/chị kể thêm một, hai câu giúp phường sửa; hoặc bấm Bỏ qua. "
    "Đừng ghi tên người, số điện thoại."
)
TOLD = (
    "Em đã ghi nhận, cảm ơn anh/chị. Góp ý này không có trả lời riêng; muốn được trả lời, "
    "anh/chị gửi thành phản ánh."
)


def said(text: str) -> list[Block]:
    """One sentence."""
    return [Paragraph(text)]
