"""Values to JSON text and back. What a person wrote is kept letter for letter."""

import json
from collections.abc import Iterable
from typing import Any, Final

from handlers.messages import (
    Attachment,
    Block,
    Button,
    Fact,
    FileReason,
    FileState,
    Form,
    Heading,
    Inbound,
    InboundKind,
    IncomingFile,
    Item,
    Link,
    Paragraph,
    Reply,
    Talk,
)
from handlers.officers import CITIZEN, Actor, Officer, Role
from knowledge.matching.outcomes import Subject
from knowledge.procedures import Part

_BLOCKS: dict[str, type[Block]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "item": Item,
    "fact": Fact,
    "link": Link,
}
_NAMES = {block: name for name, block in _BLOCKS.items()}


def dumps(value: object) -> str:
    """JSON with letters as they are; half letters (lone surrogates) are escaped, not lost."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


_FLAGS: Final = ("continues", "words_only", "group")


def inbound_to_json(inbound: Inbound) -> str:
    """What a person sent, without address and ids, which are columns."""
    value: dict[str, object] = {"kind": inbound.kind}
    if inbound.text:
        value["text"] = inbound.text
    if inbound.action:
        value["action"] = inbound.action
    if inbound.files:
        value["files"] = [_file(one) for one in inbound.files]
    if inbound.codes:
        value["codes"] = list(inbound.codes)
    if inbound.message is not None:
        value["message"] = inbound.message
    if inbound.reply_to is not None:
        value["reply_to"] = inbound.reply_to
    value.update((name, True) for name in _FLAGS if getattr(inbound, name))
    return dumps(value)


def inbound_fields(text: str) -> dict[str, Any]:
    """The fields of an `Inbound` that its JSON holds; of another version's, `unsupported`."""
    value = json.loads(text)
    try:
        value["kind"] = InboundKind(value["kind"])
        value["files"] = tuple(_file_from(one) for one in value.get("files", ()))
        value["codes"] = tuple(value.get("codes", ()))
    except (KeyError, TypeError, ValueError):
        return {"kind": InboundKind.UNSUPPORTED}
    return dict(value)


def draft_from_json(text: str | None) -> dict[str, Any] | None:
    """A step's draft; the flow checks it against the step's model. What is none is let go."""
    try:
        found = json.loads(text) if text else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def reply_to_json(reply: Reply) -> str:
    """A reply as JSON."""
    value: dict[str, object] = {"blocks": [_block(block) for block in reply.blocks]}
    if reply.choices:
        value["choices"] = [[b.label, b.action] for b in reply.choices]
    if reply.attachments:
        value["attachments"] = [[a.key, a.filename] for a in reply.attachments]
    if reply.subject is not None:
        value["subject"] = reply.subject
    if reply.replaces is not None:
        value["replaces"] = reply.replaces
    if reply.form is not None:
        value["form"] = [reply.form.kind, [list(one) for one in reply.form.values]]
    if (talk := reply.talk) is not None:
        value["talk"] = [talk.name, talk.title, talk.over, talk.gone]
    if reply.page:
        value |= {"page": reply.page, "tag": reply.tag}
    return dumps(value)


def reply_from_json(text: str) -> Reply:
    """The reply behind its JSON."""
    value = json.loads(text)
    return Reply(
        blocks=tuple(_BLOCKS[name](*fields) for name, *fields in value["blocks"]),
        choices=tuple(Button(*fields) for fields in value.get("choices", ())),
        attachments=tuple(Attachment(*fields) for fields in value.get("attachments", ())),
        subject=value.get("subject"),
        replaces=value.get("replaces"),
        form=_form(value.get("form")),
        talk=Talk(*value["talk"]) if "talk" in value else None,
        page=value.get("page", 0),
        tag=value.get("tag", ""),
    )


def _form(value: list[Any] | None) -> Form | None:
    return Form(value[0], tuple((name, words) for name, words in value[1])) if value else None


def buttons_to_json(buttons: tuple[Button, ...]) -> str | None:
    """Offered buttons as JSON, None for none."""
    return dumps([[b.label, b.action] for b in buttons]) if buttons else None


def buttons_from_json(text: str | None) -> tuple[Button, ...]:
    """The offered buttons behind their JSON."""
    return tuple(Button(*fields) for fields in json.loads(text)) if text else ()


def subject_to_json(subject: Subject | None) -> str | None:
    """What a conversation is about, as JSON."""
    if subject is None:
        return None
    fields = {"code": subject.code, "options": subject.options, "part": subject.part}
    return dumps({**fields, "route": subject.route} if subject.route else fields)


def subject_from_json(text: str | None) -> Subject | None:
    """The subject behind its JSON."""
    if not text:
        return None
    value = json.loads(text)
    part = value.get("part")
    return Subject(
        code=value.get("code"),
        options=tuple(value.get("options", ())),
        part=Part(part) if part in set(Part) else None,
        route=value.get("route"),
    )


def _file(one: IncomingFile) -> list[object]:
    fields: list[object] = [one.ref, one.name, one.mime, one.size]
    if one.state is not FileState.ANNOUNCED:
        fields += [one.state, one.reason, one.key]
    return fields


def _file_from(fields: list[Any]) -> IncomingFile:
    ref, name, mime, size, *fate = fields
    if not fate:
        return IncomingFile(ref, name, mime, size)
    state, reason, key = fate
    why = None if reason is None else FileReason(reason)
    return IncomingFile(ref, name, mime, size, FileState(state), why, key)


def roles_to_json(roles: Iterable[Role]) -> str:
    """An officer's roles as JSON, in the order they are declared."""
    held = set(roles)
    return dumps([role for role in Role if role in held])


def roles_from_json(text: str) -> frozenset[Role]:
    """The roles behind their JSON; a role of another version gives no right."""
    return frozenset(Role(name) for name in json.loads(text) if name in set(Role))


def actor_of(row: Any) -> Actor:  # noqa: ANN401 - a result row
    """Who wrote an inbound: the row's officer, if it has one."""
    if row.officer is None:
        return CITIZEN
    roles = roles_from_json(row.roles)
    return Officer(row.officer, row.commune, row.officer_name, roles, row.superior)


def _block(block: Block) -> list[object]:
    match block:
        case Heading(text) | Paragraph(text):
            fields: list[object] = [text]
        case Item(text, checkable, foreign):
            fields = [text, checkable, True] if foreign else [text, checkable]
        case Fact(label, value):
            fields = [label, value]
        case Link(label, url):
            fields = [label, url]
    return [_NAMES[type(block)], *fields]
