"""Errors of backing up and putting back.

MotcuaError
└── BackupError       nothing was done; the message says why and what to do
    └── ArchiveError  the file is no backup of ours, or not whole
"""

import errno

from handlers.errors import MotcuaError, StorageFullError


class BackupError(MotcuaError):
    """Không sao lưu, khôi phục được."""


class ArchiveError(BackupError):
    """Tệp không phải bản sao lưu của motcua, hoặc đã hỏng."""


def meant(error: OSError, where: str) -> MotcuaError:
    """What an error of the disk means for the person who asked."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageFullError(f"{where}: hết chỗ trên ổ đĩa. Giải phóng chỗ trống rồi chạy lại.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return BackupError(f"{where}: không có quyền ghi hoặc đọc ở đây.")
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return BackupError(f"{where}: không có đường dẫn này.")
    return BackupError(f"{where}: ổ đĩa báo lỗi ({error.strerror or type(error).__name__}).")
