"""Why a file cannot be read, in the words of who has to mend it."""


def why_not(error: Exception) -> str:
    """Why a file cannot be read, in words: never the system's own English."""
    match error:
        case FileNotFoundError():
            return "không có tệp này"
        case PermissionError():
            return "không có quyền đọc tệp này"
        case IsADirectoryError():
            return "đây là thư mục, không phải tệp"
        case UnicodeDecodeError():
            return "tệp không phải chữ UTF-8; lưu lại dạng UTF-8"
        case _:
            return "tệp hỏng hoặc ổ đĩa có lỗi"
