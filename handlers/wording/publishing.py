"""What a head reads while publishing a case."""

from knowledge.redaction.marks import Hidden

KINDS = {
    Hidden.CHILD: "tên trẻ em",
    Hidden.NAME: "tên người",
    Hidden.PHONE: "số điện thoại",
    Hidden.EMAIL: "thư, trang cá nhân",
    Hidden.ID: "số giấy tờ",
    Hidden.ACCOUNT: "số tài khoản, dãy số",
    Hidden.PLATE: "biển số xe",
    Hidden.DOSSIER: "mã hồ sơ, mã phản ánh",
    Hidden.BIRTH: "ngày sinh",
    Hidden.ADDRESS: "địa chỉ nhà",
    Hidden.PLACE: "đường, địa điểm",
    Hidden.CHOSEN: "chọn tay",
}
"""What a suggestion hides."""
