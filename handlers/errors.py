"""Our own errors, for the unexpected; expected outcomes are values.

MotcuaError
├── ActionError            a button's action is malformed
├── StorageError           nothing was stored; what was asked for did not happen
│   ├── StorageBusyError   another writer held the database too long
│   ├── StorageFullError   no room on the disk or in the database
│   └── StorageLostError   the database cannot be reached
├── SchemaError            the database does not fit this version of the program
│   ├── SchemaTooOldError  it must be upgraded first
│   └── SchemaTooNewError  it belongs to a later version
├── WrongCommuneError      a channel's account is known as another commune's
└── LostRaceError          another process changed meanwhile what was decided on
"""


class MotcuaError(Exception):
    """An error of the program itself."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class ActionError(MotcuaError):
    """The action of a button is malformed or its verb is unknown."""


class StorageError(MotcuaError):
    """Dữ liệu chưa được lưu. Thử lại sau ít phút."""


class StorageBusyError(StorageError):
    """Cơ sở dữ liệu đang bận (tiến trình khác giữ khoá). Thử lại sau ít giây."""


class StorageFullError(StorageError):
    """Ổ đĩa hoặc cơ sở dữ liệu đã đầy, hết chỗ ghi. Cần giải phóng chỗ trống rồi chạy lại."""


class StorageLostError(StorageError):
    """Không mở được cơ sở dữ liệu. Kiểm tra đường dẫn, quyền ghi hoặc máy chủ PostgreSQL."""


class SchemaError(MotcuaError):
    """Cơ sở dữ liệu không khớp với phiên bản chương trình."""


class SchemaTooOldError(SchemaError):
    """Cơ sở dữ liệu thuộc phiên bản cũ. Hãy chạy: motcua db upgrade."""


class SchemaTooNewError(SchemaError):
    """Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình. Hãy dùng bản motcua mới hơn."""


class WrongCommuneError(MotcuaError):
    """A channel's account is known as another commune's; its people's words are not ours."""

    def __init__(self, endpoint: str, commune: str) -> None:
        super().__init__(
            f"Tài khoản của kênh {endpoint} đang thuộc `{commune}` trong cơ sở dữ liệu: "
            "mỗi xã, phường dùng một bot riêng."
        )


class LostRaceError(MotcuaError):
    """Another process changed meanwhile what was decided on; the inbound is still stored."""
