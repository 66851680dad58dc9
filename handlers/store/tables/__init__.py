"""The tables of `handlers`: importing this package registers all of them.

Moments are aware UTC, closed sets and JSON are text; JSON is replaced, never changed in place.
"""

from handlers.store.tables.announcements import AnnouncementRow
from handlers.store.tables.broadcast_templates import (
    BroadcastTemplateRow,
    BroadcastTemplateVersionRow,
)
from handlers.store.tables.broadcasts import (
    BroadcastRecipientRow,
    BroadcastRow,
    SubscriptionRow,
)
from handlers.store.tables.console import ConsoleLinkRow, ConsoleSessionRow, SecondFactorRow
from handlers.store.tables.corrections import CardFigureRow, CorrectionRow, FigureLookRow
from handlers.store.tables.dossiers import FollowCodeRow, LookUpRow, RatingRow
from handlers.store.tables.duties import ApologyDraftRow, DossierWordRow
from handlers.store.tables.feedback import (
    CaseCallRow,
    CaseEventRow,
    CaseFileRow,
    CasePartyRow,
    CaseRow,
)
from handlers.store.tables.genuine import CheckCodeRow, DoubtRow
from handlers.store.tables.groups import (
    CaseDraftRow,
    GroupPostRow,
    StaffGroupRow,
    StaffMenuRow,
)
from handlers.store.tables.inbox import AttachmentRow, ConversationRow, InboundRow, SetAsideRow
from handlers.store.tables.joins import CodeTextRow, JoinCodeRow
from handlers.store.tables.keeping import Purge, Retention, Rule, keep
from handlers.store.tables.key_holders import KeyHolderRow, WardKeyRow
from handlers.store.tables.notices import FollowRow, NoticeRow, ReminderRow
from handlers.store.tables.outbox import (
    CallPlaceRow,
    ChannelRateRow,
    ChatPaceRow,
    OutboxRow,
    SentFileRow,
    SentMessageRow,
    TranscriptRow,
)
from handlers.store.tables.people import (
    CommuneActRow,
    CommuneRow,
    ConsentRow,
    ContactRow,
    EndpointRow,
    OfficerRow,
    ReceiverRow,
    StaffLinkRow,
)
from handlers.store.tables.publications import PublicationRow
from handlers.store.tables.quotas import ChannelMonthRow, ChannelPersonRow, ChannelPlanRow
from handlers.store.tables.receipts import ReceiptRow
from handlers.store.tables.records import AuditRow, CounterRow, JobRunRow, ToldRow
from handlers.store.tables.spending import ChannelSpendRow, ContactPhoneRow
from handlers.store.tables.standing import GuardRow
from handlers.store.tables.zalo import (
    ZaloOaRow,
    ZaloPackageRow,
    ZaloPhoneQuotaRow,
    ZaloReceiptRow,
    ZaloReservationRow,
)
from knowledge.rows import table_of

__all__ = [
    "AnnouncementRow",
    "ApologyDraftRow",
    "AttachmentRow",
    "AuditRow",
    "BroadcastRecipientRow",
    "BroadcastRow",
    "BroadcastTemplateRow",
    "BroadcastTemplateVersionRow",
    "CallPlaceRow",
    "CardFigureRow",
    "CaseCallRow",
    "CaseDraftRow",
    "CaseEventRow",
    "CaseFileRow",
    "CasePartyRow",
    "CaseRow",
    "ChannelMonthRow",
    "ChannelPersonRow",
    "ChannelPlanRow",
    "ChannelRateRow",
    "ChannelSpendRow",
    "ChatPaceRow",
    "CheckCodeRow",
    "CodeTextRow",
    "CommuneActRow",
    "CommuneRow",
    "ConsentRow",
    "ConsoleLinkRow",
    "ConsoleSessionRow",
    "ContactPhoneRow",
    "ContactRow",
    "ConversationRow",
    "CorrectionRow",
    "CounterRow",
    "DossierWordRow",
    "DoubtRow",
    "EndpointRow",
    "FigureLookRow",
    "FollowCodeRow",
    "FollowRow",
    "GroupPostRow",
    "GuardRow",
    "InboundRow",
    "JobRunRow",
    "JoinCodeRow",
    "KeyHolderRow",
    "LookUpRow",
    "NoticeRow",
    "OfficerRow",
    "OutboxRow",
    "PublicationRow",
    "Purge",
    "RatingRow",
    "ReceiptRow",
    "ReceiverRow",
    "ReminderRow",
    "Retention",
    "Rule",
    "SecondFactorRow",
    "SentFileRow",
    "SentMessageRow",
    "SetAsideRow",
    "StaffGroupRow",
    "StaffLinkRow",
    "StaffMenuRow",
    "SubscriptionRow",
    "ToldRow",
    "TranscriptRow",
    "WardKeyRow",
    "ZaloOaRow",
    "ZaloPackageRow",
    "ZaloPhoneQuotaRow",
    "ZaloReceiptRow",
    "ZaloReservationRow",
    "keep",
    "table_of",
]
