"""What a messenger shows around the answers: the word to strangers, the command menu."""

from typing import Final

GUESTS_ONLY: Final = (
    "Dạ, đây là bản chạy thử với dữ liệu mẫu, em chưa trả lời chính thức cho người dân ạ. "
    "Anh/chị liên hệ trực tiếp bộ phận một cửa của xã, phường mình giúp em."
)
"""Said once to who is not on a sample commune's guest list."""
GUEST_CODE: Final = (
    "Nếu anh/chị là cán bộ dùng thử: nhờ người cài đặt thêm mã này vào danh sách khách mời "
    "(channels.guests): {chat}"
)
"""The same, where nobody can find out the id of their chat otherwise."""

MENU: Final = (
    ("menu", "Trang đầu, các nhóm thủ tục"),
    ("thutuc", "Xem danh mục thủ tục"),
    ("hoso", "Tra cứu hồ sơ đã nộp"),
    ("phananh", "Gửi phản ánh, góp ý"),
    ("hoicanbo", "Hỏi cán bộ, hoặc xin gọi lại"),
    ("theodoi", "Các tin đang nhận: xem, dừng"),
    ("noikenh", "Nối Telegram, Zalo, trang web làm một"),
    ("huy", "Dừng việc đang làm dở"),
    ("dulieu", "Dữ liệu em giữ về anh/chị: xem, sửa, xoá"),
    ("giup", "Cách dùng"),
)
"""Commands in the menu of a private chat; the router knows each of them."""

Commands = tuple[tuple[str, str], ...]

GROUP_MENU: Final = (
    ("thutuc", "Xem danh mục thủ tục"),
    ("giup", "Cách dùng"),
)
"""In a group: nothing about a person."""

TYPE_A_NUMBER: Final = "Anh/chị gõ số để chọn."
"""Under choices, where there are no buttons."""
TYPE_A_TAG: Final = "Anh/chị gõ cả chữ và số để chọn, ví dụ {tag}1."
"""The same under a message we sent first: others may stand beside it."""

WHICH: Final = (
    "Em đã gửi anh/chị nhiều tin có lựa chọn. Anh/chị gõ cả chữ và số ghi trước câu cần chọn, "
    "để em biết là tin nào ạ."
)
"""A number alone, where several messages could be meant."""

FILE_LINK: Final = "Tệp {name}, mở được trong 7 ngày: {url}"
"""A file as a link, where a channel carries none."""
FILE_AT_DESK: Final = "Tệp {name}: anh/chị nhận tại bộ phận một cửa giúp em ạ."
"""The same while the ward's pages are not open to the public."""

OFFICERS_GROUP_MENU: Final[Commands] = (
    ("viec", "Phản ánh đang chờ ở nhóm này"),
    ("nhom", "Đăng ký nhóm bằng mã của quản trị"),
    *GROUP_MENU,
)
"""In an officers' own group."""


def officers_menu(*, works: bool, signs: bool) -> Commands:
    """In an officer's private chat: their work first, then what citizens have."""
    mine: Commands = ()
    if works:
        mine = (("viec", "Việc của tôi"), ("sansang", "Xác nhận kết quả trên kệ"))
    if signs:
        mine = (*mine, ("phieu", "Phiếu xin lỗi chờ ký"))
    return (*mine, *MENU)
