"""What stands in short messages: how to go on, the short commands, papers by their number."""

from typing import Final

from handlers.messages import Block, Heading, Item, Paragraph

GO_ON: Final = "Soạn TIEP hoặc 0 để xem tiếp ({page}/{pages})"
"""Under a message that has more; whoever types it gets the next."""
GO_ON_BRIEF: Final = "Soạn TIEP ({page}/{pages})"
"""The same where a message is so short that the words would fill it."""
NO_MORE: Final = "Dạ, em đã gửi hết nội dung. Anh/chị nhắn câu hỏi khác giúp em ạ."
"""After the last."""
PAPERS: Final = "Giấy tờ cần có: {number} loại"
"""In place of the list, which follows."""
PAPERS_MORE: Final = ", thêm giấy tờ khác tuỳ trường hợp"
"""The same, where more stands under conditions."""

GO_ON_WORDS: Final = frozenset({"tiep", "0", "hcc tiep", "xem tiep", "xem them", "tiep theo"})
"""What asks for more, folded."""


def commands() -> list[Block]:
    """The short commands, one example each."""
    return [
        Heading("Lệnh ngắn, gõ không dấu cũng được"),
        Item("HCC <mã hồ sơ> <4 số cuối>: hồ sơ tới đâu. Ví dụ: HCC H32.12-261102-0007 4567"),
        Item("HCC <mã thủ tục>: giấy tờ, lệ phí, thời hạn. Ví dụ: HCC 1.001193"),
        Item("HCC TIEP: xem tiếp. HCC HUY: dừng việc đang làm dở."),
        Item("HCC HELP: xem lại các lệnh này."),
        Paragraph("Anh/chị cứ nhắn câu hỏi như nói chuyện cũng được ạ."),
    ]
