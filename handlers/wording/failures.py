"""What a citizen reads when something of ours failed."""

from typing import Final

from handlers.messages import Paragraph, Reply

APOLOGY: Final = Reply(
    (
        Paragraph(
            "Dạ, em xin lỗi anh/chị, em gặp trục trặc nên chưa trả lời được tin vừa rồi. "
            "Anh/chị nhắn lại giúp em bằng câu khác, hoặc hỏi trực tiếp bộ phận một cửa ạ."
        ),
    )
)
"""Sent once when an inbound failed three times."""

WORDS_ONLY: Final = "Dạ, em chưa xem, chưa nghe được video, ghi âm gửi kèm, chỉ đọc phần chữ ạ."
"""Before the answer to a film or a recording with words."""

CAME_LATE: Final = (
    "Dạ, tin anh/chị gửi lúc {at} đến chỗ em muộn, sau những tin gửi sau nó, nên em chưa dùng "
    "tin đó. Nếu còn cần, anh/chị gửi lại giúp em ạ."
)
"""In place of taking it as an answer to what was asked after it."""

BUSY: Final = Reply(
    (
        Paragraph(
            "Dạ, hệ thống đang bận nên em chưa nhận được tin này. "
            "Anh/chị gửi lại giúp em sau ít phút ạ."
        ),
    )
)
"""Said by a channel when nothing could be stored: the message was not taken."""
