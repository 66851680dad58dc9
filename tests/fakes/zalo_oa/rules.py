"""What the strict server holds to, written down from the documentation and not from our code."""

from datetime import timedelta

APP_ID = "360846524940903967"
APP_SECRET = "app-secret-of-the-tests"  # noqa: S105 - of the fake
OA_KEY = "oa-secret-key-of-the-tests"
OA_ID = "388613280878808645"
REDIRECT = "https://phuong.example.vn/zalo"
TEXT_UNITS = 2_000
BUTTONS = 5
FREE = timedelta(hours=48)
PAID = timedelta(days=7)
ACCESS_SECONDS = 90_000
REFRESH_DAYS = timedelta(days=90)
CODE_LIFE = timedelta(minutes=10)
PER_MINUTE = 4_000
IMAGE_BYTES = 1_000_000
FILE_BYTES = 5_000_000
ASSET_LIFE = timedelta(days=7)
TRACKING = 48
LOOK_UP = 10
"""Messages of one look-up call."""
MESSAGES = {
    0: "Success",
    -32: "Rate limit",
    -100: "Asset expired",
    -118: "Zalo account not existed",
    -124: "Access token invalid",
    -131: "Template not approved",
    -132: "Template data invalid",
    -144: "Daily template quota exceeded",
    -108: "Phone number invalid",
    -200: "Send message failed",
    -201: "Params is invalid",
    -210: "Params is missing",
    -213: "User has not followed the OA",
    -216: "Access token is invalid",
    -220: "Access token has expired or been removed",
    -230: "User has not interacted with the OA in the past 7 days",
    -235: "This API does not support this type of OA",
    -240: "MessageV2 API has been shut down",
}
UPLOADED = "uploaded"


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
