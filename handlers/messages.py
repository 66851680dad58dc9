"""What comes in and what goes out, the same for every channel.

Identity is an endpoint (one bot, one OA, one web site) and a contact on it, both by opaque id.
A raw chat id stands in the contact table and nowhere else.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class ChannelName(StrEnum):
    """The channels of the product."""

    TERMINAL = "terminal"
    WEB = "web"
    TELEGRAM = "telegram"
    ZALO_BOT = "zalo_bot"
    ZALO_OA = "zalo_oa"
    BRIDGE = "bridge"


@dataclass(frozen=True, slots=True)
class Address:
    """Where one chat lives.

    A channel's `receive` fills `contact` and `thread` with the channel's own chat id; from
    `Inbox.receive` on `contact` is our opaque id and `thread` is empty.
    """

    endpoint: str
    contact: str
    thread: str = ""


class InboundKind(StrEnum):
    """What a person did. Kinds a channel cannot read arrive as `unsupported`, never as an error."""

    TEXT = "text"
    TAP = "tap"
    EDIT = "edit"
    START = "start"
    """Opened the chat or followed a deep link; `text` holds the link's parameter."""
    FILES = "files"
    PLACE = "place"
    LEFT = "left"
    """Blocked the bot, unfollowed, left the group."""
    RETURNED = "returned"
    """Unblocked the bot without a word."""
    UNSUPPORTED = "unsupported"


class FileState(StrEnum):
    """What became of a file a person sent."""

    ANNOUNCED = "announced"
    """Not fetched yet."""
    READ = "read"
    """Looked at and not kept: no step asked for it."""
    STORED = "stored"
    REFUSED = "refused"
    LOST = "lost"
    """The channel did not hand it out."""
    ERASED = "erased"


class FileReason(StrEnum):
    """Why, as a word."""

    NO_CODE = "no_code"
    """A picture without a readable QR code."""
    OTHER_CODE = "other_code"
    """Its QR codes hold no code of ours."""
    DOCUMENT = "document"
    """No picture: there is nothing to read a code from."""
    IDENTITY_CARD = "identity_card"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    BROKEN = "broken"
    HEIC = "heic"
    """A phone's own format that cannot be opened here."""
    PROGRAM = "program"
    ARCHIVE = "archive"
    PAGE = "page"
    """Mark-up a browser would run: svg, html."""
    BOMB = "bomb"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    """The channel could not be reached, however often it was tried."""
    GONE = "gone"
    """The channel has it no more."""


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file a person sent; `ref` is the channel's name for it until it is fetched."""

    ref: str
    name: str
    mime: str
    size: int
    state: FileState = FileState.ANNOUNCED
    reason: FileReason | None = None
    key: str = ""
    """In the file store, once it is stored there."""


Said = tuple[tuple[str, int], ...]
"""Messages that words came in: the channel's id of each, and how many lines of them it takes."""


def lines_of(words: str) -> int:
    """Lines that words take."""
    return words.count("\n") + 1


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing a person sent."""

    address: Address
    external_id: str
    """The channel's id, unique on the endpoint; a repeat is dropped."""
    received_at: datetime
    kind: InboundKind = InboundKind.TEXT
    text: str = ""
    action: str = ""
    """Of a tap: the action of the button."""
    files: tuple[IncomingFile, ...] = ()
    codes: tuple[str, ...] = ()
    """Read from the QR codes of its pictures: dossier and procedure codes, parameters of links."""
    continues: bool = False
    """Another picture of the album just sent: nobody waits for an answer to each."""
    words_only: bool = False
    """It came with something nobody here can read, such as a film: only its words are."""
    message: str | None = None
    """Channel's id of the message that was written or, of an edit, changed; where it has edits."""
    reply_to: str | None = None
    """Channel's id of the message this one answers, if any."""
    subject: str | None = None
    """Subject of that message, once the inbox has looked it up: `case:12`, `dossier:3`."""
    group: bool = False
    """Came from a group chat, where personal data is never shown."""
    by: str | None = None
    """Of a group: who spoke, by the id of their private chat with us. `receive` fills in the
    channel's; from `Inbox.receive` on it is our contact id, None for who never wrote alone."""
    said_at: datetime | None = None
    """When they did it, where a channel tells and its windows count from there."""

    @property
    def said(self) -> Said:
        """Its words as a message of their own; nothing where the channel has no edits."""
        return ((self.message, lines_of(self.text)),) if self.message else ()

    @property
    def kept(self) -> int:
        """How many of its files are in the file store: the others were refused or lost."""
        return sum(one.state is FileState.STORED for one in self.files)

    @property
    def prepared(self) -> bool:
        """Whether its files were looked at: a message without files is."""
        return all(one.state is not FileState.ANNOUNCED for one in self.files)


@dataclass(frozen=True, slots=True)
class Heading:
    """A short title line."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list; `checkable` items print with a box on a checklist."""

    text: str
    checkable: bool = False
    foreign: bool = False
    """Of a message that may be forged: no number in it is made one to tap."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value: "Lệ phí" — "8.000đ/bản"."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address from a record, with words for it."""

    label: str
    url: str


Block = Heading | Paragraph | Item | Fact | Link


@dataclass(frozen=True, slots=True)
class Button:
    """A choice; `action` is ASCII of at most 64 bytes, see `handlers.actions`."""

    label: str
    action: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of ours by its key in the file store (`handlers.store.files`)."""

    key: str
    filename: str


CODE_FACT: Final = "ma_kiem_tra"
"""The fact of a form that is its message's check code."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a message says as named facts, for channels that at times take only forms."""

    kind: str
    """Which message it is: the kind of a notice."""
    values: tuple[tuple[str, str], ...] = ()
    """Fact and words; empty words for what is not known."""


NUMBER_FORM: Final = "number"
"""Kind of the form that asks a person for their phone number, where a channel has such a form."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A matter of its own within a group: a channel with topics gives it one.

    A message of a talk that `replaces` another is edited where it stands, in sight or not: others
    wrote below it meanwhile.
    """

    name: str
    """Tells talks of one group apart: `PA-261120-001`."""
    title: str = ""
    over: bool = False
    """The matter has ended: its topic is closed."""
    gone: bool = False
    """It may not stand there any more: its topic goes with everything in it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """All a flow can say; a channel renders it and may degrade it, never drop it."""

    blocks: tuple[Block, ...]
    choices: tuple[Button, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    subject: str | None = None
    replaces: str | None = None
    """Subject of an earlier message to edit in place, where a channel can."""
    tag: str = ""
    """Letters typed before a number to answer this very message; `handlers.tags` sets it on what
    we send first, and channels without buttons show it. No flow fills it."""
    form: Form | None = None
    """The same as facts; the words are what counts wherever words may go."""
    talk: Talk | None = None
    """Of a message to a group: the matter it belongs to."""
    page: int = 0
    """How often the person asked for more of it, on a channel that shows so much at a time."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Choices still open in a conversation: a tap, the number or the label pick one."""

    buttons: tuple[Button, ...] = field(default=())
