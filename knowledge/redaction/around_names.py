"""The words that stand around a name and tell whose it is, in one place for all who look for names.

Publishing hides people's names; an answer may name who does the work and the streets and offices
called after people. Both read the same lists: forms of address, roles, offices, places.
"""

from typing import Final

from knowledge.redaction.letters import UPPER

FORMS: Final = ("ông", "bà", "anh", "chị", "cô", "chú", "bác", "dì", "em", "cháu", "bé", "con")
"""Forms of address everybody uses."""
FORM: Final = "|".join(FORMS)
TITLES: Final = (
    f"{FORM}|dượng|cậu|mợ|thím|bạn|thầy|cụ|trẻ|"
    "học sinh|cử tri|gia đình|vợ chồng|vợ|chồng|chủ quán|chủ nhà|chủ đất|mr|ms|mrs"
)
"""All that a person's name follows."""

CAPITAL: Final = rf"[{UPPER}](?:['’][{UPPER}])?\w*"
"""A word of a name."""

PLACE: Final = (
    r"đường|phố|trường|chợ|công viên|cầu|bệnh viện|quảng trường|ngã tư|ngã ba|hẻm|khu|"
    r"phường|xã|tỉnh|thành phố|nhà thờ|chùa|đền|thcs|thpt|tiểu học|mầm non|tượng đài|dự án"
)
"""What surely is a place, whoever it is called after."""
MORE_PLACES: Final = (
    r"ngõ|ngách|kiệt|tuyến|đoạn|ngã năm|giao lộ|góc|nút giao|vòng xoay|bùng binh|đại lộ|bến|cống|"
    r"kênh|rạch|sông|hồ|dốc|đèo|lô|dãy trọ|tp\.?|đình|miếu|lăng|mẫu giáo|nghĩa trang|nhà văn hóa|"
    r"nhà văn hoá|chung cư|tòa nhà|toà nhà|khách sạn|siêu thị|nhà thuốc|phòng khám|thôn|ấp|bản|"
    r"buôn|xóm|làng|tổ dân phố|tdp"
)
"""What is one in an answer of the ward, which tells where it worked."""
BODIES: Final = (
    r"(?:công ty|cty|doanh nghiệp|hợp tác xã|quỹ)(?: [^\W\d_]+){0,5}?|dntn|htx|tnhh|mtv|giải|"
    r"nhà thầu|đoàn tncs|cộng sản|tư tưởng|chiến dịch"
)
"""Firms and bodies: "Công ty TNHH Trần Anh Mẫu" is no person."""
NOBODY: Final = (
    r"(?:người|công|nhân|cư|khách|quý|phụ huynh|học sinh|đoàn viên|hội viên|cử tri|chủ hộ|gia đình|"
    r"tiểu thương|một cửa)(?: (?:dân|khách|hàng))?(?!\w)"
)
"""Whom capitals make look like a name: "Quý Công Dân"."""

OFFICES: Final = "Phường|Xã|Tổ|Tỉnh|Thành phố|Ủy ban|Uỷ ban|UBND|Công an|Trung tâm|Ban|Phòng|Sở|Hội"
"""How an office's name begins where whole stretches of capitals are looked at."""
OFFICE_NAME: Final = (
    r"(?:Phòng|Tổ(?! Q)|Ban(?! Mai)|Trung tâm|Công (?:an|ty|chức|viên)|Đội|Hội|[ỦU][yỷ] [Bb]an|"
    r"Chi (?:nhánh|cục|bộ|hội|đoàn)|Trạm|Bộ (?:phận|chỉ|đội)|Văn phòng|Mặt trận|Sở|Đài|"
    r"Đoàn (?:thanh|phường|xã|Thanh|TN)|Hạt|Kho bạc|Điện lực|Bưu|Ngân hàng|Hợp tác|Viện|Xí nghiệp|"
    r"Khu|Tỉnh|Thành phố|Thôn|Ấp|Xã|Phường|Trường (?:TH|T[Hh]|Mầm|mầm|Tiểu|tiểu|trung)|Quỹ|Tòa án|"
    r"Toà án|Viện|UBND|HĐND|UBMTTQ|MTTQ|BQL|BCH|HTX|TTPVHCC)(?!\w)"
)
"""How an office's name begins, with its capital: "anh em Phòng Kinh tế"."""

OFFICE: Final = (
    r"(?:phòng|tổ|đội|ban|trạm|hội|công an|trung tâm|chi nhánh|mặt trận|văn phòng|quầy|đài|ubnd|"
    r"uỷ ban|ủy ban|hợp tác xã|xã|phường|thôn|ấp|bộ phận|một cửa|điện lực|hạt|sở|đoàn(?= thanh)|"
    r"mttq|hđnd|bql|htx|xí nghiệp|công ty|ngân hàng)(?! (?:số )?\d)(?!\w)"
)
"""An office, also typed small; "tổ 5" says where somebody lives."""
RANK: Final = r"(?:thượng|trung|thiếu|đại) (?:tá|uý|úy|sĩ|sỹ)"
ROLE: Final = (
    r"(?:(?:phó |quyền |nguyên )?(?:chủ tịch|bí thư|giám đốc|chủ nhiệm|hiệu trưởng)|hiệu phó|"
    r"(?:phó |tổ |hội |đội |nhóm |khu |ấp |xóm |chi hội |chỉ huy |cụm )?trưởng(?: (?:phòng|ban|"
    r"trạm|thôn|ấp|bản|buôn|bộ phận|khu phố|khu|xóm|đài|đoàn|công an(?: (?:phường|xã))?))?|"
    r"(?:tổ|đội|chỉ huy|cụm|khu) phó|phó (?:phòng|ban|trạm|đội|đoàn)|"
    r"(?:cán bộ|công chức|viên chức|cán sự|lãnh đạo)(?: [^\W\d_]+){0,3}|chuyên viên|nhân viên|"
    r"kế toán|thủ quỹ|văn thư|điều dưỡng|bác sĩ|bác sỹ|y sĩ|y sỹ|y tá|dược sĩ|hộ sinh|"
    r"thú y(?: viên)?|trực (?:ban|quầy|đêm|đường dây)|kỹ sư|thạc sĩ|tư pháp(?: [^\W\d_]+){0,2}|"
    r"địa chính|hộ tịch|phụ trách|thợ (?:điện|nước)|kỹ thuật|đồng chí|đ/c|cảnh sát(?: khu vực)?|"
    r"công an viên|hòa giải viên|hoà giải viên|cộng tác viên|kiểm lâm viên|giám sát viên|ủy viên|"
    r"uỷ viên|đại biểu|giáo viên|giáo viên chủ nhiệm|điều phối viên|"
    rf"{RANK})"
)
"""Who holds an office or does its work."""

CHILD: Final = (
    r"cháu|bé|trẻ|con(?! đường| hẻm| phố| chó| mèo| kênh| suối)|học sinh|chau|be|hoc sinh"
)
HOME: Final = (
    r"số nhà|nhà (?:số|ở)|ở (?:số|tổ|ấp|hẻm|xóm|thôn)|trú|ngụ|CCCD|căn cước|số riêng|"
    r"hộ(?! (?:tịch|khẩu|chiếu|sinh|lý|tục))|chủ (?:nhà|hộ|quán|trại|xe|đất|cơ sở)|hàng xóm|"
    r"người phản ánh|người tố cáo|lớp \d|(?<!thiết )(?<!chuẩn )(?<!trang )bị|vi phạm|cam kết|"
    r"thừa nhận|tái phạm|nợ"
)
"""What is told of a private person: where they live, what they own, what was done to them."""
LIFE: Final = (
    r"sinh (?:năm )?(?:\d{1,2}/\d{1,2}/)?(?:19|20)\d\d|tiền án|đi tù|cai nghiện|"
    r"nghiện (?:rượu|ma t)\w*|ly (?:thân|hôn|dị)|tâm thần phân liệt|HIV|ung thư|hóa chất|"
    r"trầm cảm|nợ (?:ngân hàng|cờ bạc)|vợ bỏ|chạy thận|sảy thai|giang mai"
)
"""What is told of somebody's life: beside a name it makes any name somebody's data."""
