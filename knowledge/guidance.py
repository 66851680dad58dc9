"""What the ward says besides procedures: families to ask back, routes elsewhere, cards.

All of it is data under `knowledge/data`, loaded and checked like the records. Phrases are written
as people type them; folding is the matcher's business. Texts may hold the placeholders of
`knowledge.commune.Commune.facts` in braces (`{hotline}`), filled when rendered.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.procedures import Mark, Part, ProcedureCode, Record, Text

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]


class FamilyOption(Record):
    """One choice of a family: exactly one of `code`, `route`, `card`."""

    label: Text
    """The difference in the citizen's words, at most 60 characters: fits a button."""
    code: ProcedureCode | None = None
    route: Key | None = None
    card: Key | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if sum(target is not None for target in (self.code, self.route, self.card)) != 1:
            raise ValueError("an option needs exactly one of code, route, card")
        return self


class Family(Record):
    """Procedures people mean by one word; asked back when the words do not tell them apart."""

    key: Key
    title: Text
    question: Text
    phrases: tuple[Text, ...]
    """Words that name the family and nothing more: "khai sinh", "giấy khai sinh"."""
    options: tuple[FamilyOption, ...] = Field(min_length=2)
    """Most asked first; the first five are shown, the rest on the next page."""
    shared: tuple[Text, ...] = ()
    """What holds for every option; said to who answers "Tôi không rõ"."""


class Route(Record):
    """A matter known but not done here: where to go then."""

    key: Key
    title: Text
    phrases: tuple[Text, ...]
    where: Text
    """The body in charge, as a sentence: "Tòa án nhân dân khu vực giải quyết việc này."."""
    steps: tuple[Text, ...] = ()
    """What the citizen can do next, one short sentence each."""
    phone: Text | None = None
    urgent: bool = False
    """Emergency: the phone number leads the answer and nothing stands before it."""
    mark: Mark = Mark.GENERAL
    related: tuple[ProcedureCode, ...] = ()
    """Procedures of the commune people may need with it; mentioned, never shown as the answer."""
    unless: tuple[ProcedureCode, ...] = ()
    """The route steps back when one of these codes is active: the commune then does it itself."""


class Alarm(Record):
    """What somebody in danger types; heard before anything else is made of a message.

    The words of a phrase stand in their order with at most one other between two of them; "…"
    lets four stand between. A single word, and a phrase that begins with "=", need their marks.
    """

    key: Key
    """The urgent route it leads to, unless `route` names it."""
    route: Key | None = None
    phrases: tuple[Text, ...] = Field(min_length=1)
    calm: tuple[Text, ...] = ()
    """Words by which it is over, a paper or a way of speaking: then no alarm."""
    beside: bool = False
    """What is asked for as well is answered, the number first: "bị chồng đánh, muốn ly hôn"."""
    last: bool = False
    """A cry that may be about anything ("cứu em với"): heard where nothing else is."""

    @property
    def leads_to(self) -> Key:
        """Key of the urgent route."""
        return self.route or self.key


class Heard(Record):
    """Words that are heard one after another, as those of danger are, and what they lead to.

    Phrases are written as an `Alarm`'s. With `first` the card is said before what else is answered
    ("hai người cùng giới" before what a marriage needs); without, instead of it.
    """

    key: Key
    card: Key | None = None
    route: Key | None = None
    family: Key | None = None
    """The family asked back about."""
    code: ProcedureCode | None = None
    """The procedure meant; with `first` the one the card is said before, whatever was found."""
    phrases: tuple[Text, ...] = Field(min_length=1)
    needs: tuple[Text, ...] = ()
    """One of these must be said as well."""
    also: tuple[Text, ...] = ()
    """And one of these."""
    calm: tuple[Text, ...] = ()
    """Words by which something else is meant."""
    first: bool = False
    beside: tuple[ProcedureCode, ...] = ()
    """With `first`: the procedures it is said before; another one is answered without it."""
    part: Part | None = None
    """The part those procedures are then answered with, whatever was asked."""
    last: bool = False
    """Heard only where nothing else is made of the words."""
    alone: bool = False
    """Passed over where the words go on with what was asked before."""

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        targets = (self.card, self.route, self.family, None if self.first else self.code)
        if sum(one is not None for one in targets) != 1 or (self.first and self.card is None):
            raise ValueError("needs one of card, route, family, code; said first is a card")
        return self


class Card(Record):
    """A ready text: how-to, hours, hotline, greeting, the road of a complaint and more."""

    key: Key
    title: Text
    phrases: tuple[Text, ...] = ()
    intent: Annotated[
        str,
        StringConstraints(
            pattern=r"^(procedure|dossier|feedback|complaint|denunciation|emergency|human|privacy"
            r"|smalltalk|info)$"
        ),
    ] = "info"
    """What the person wants; goes into the answer record and steers later flows."""
    body: tuple[Text, ...]
    """Paragraphs; a line starting with "- " is a list item."""
    buttons: tuple[FamilyOption, ...] = ()
    source: Text | None = None
    review_by: date | None = None
    """Last day it is told without a word that it is to be looked at again."""
    leads: ProcedureCode | None = None
    """The procedure this card is the first answer about: what the commune itself has set for it."""


class LifeEvent(Record):
    """A moment of life and what it brings: "sinh con", "người thân mất"."""

    key: Key
    title: Text
    phrases: tuple[Text, ...] = ()
    codes: tuple[ProcedureCode, ...] = Field(min_length=1)
    intro: Text | None = None


class SampleField(Record):
    """One field of a filled form."""

    label: Text
    value: Text
    hint: Text | None = None


class SampleForm(Record):
    """A form filled for an invented person, field by field."""

    form: Text
    fields: tuple[SampleField, ...] = Field(min_length=1)


class Sample(Record):
    """A filled sample dossier of one procedure; the person is invented and marked so."""

    code: ProcedureCode
    title: Text
    forms: tuple[SampleForm, ...] = ()
    said: tuple[SampleField, ...] = ()
    """What is told at the desk instead, where the procedure has no form."""
    bring: tuple[Text, ...] = ()
    """What lies in the folder besides the forms."""

    @model_validator(mode="after")
    def _forms_or_said(self) -> Self:
        if not self.forms and not self.said:
            raise ValueError("mẫu phải có tờ khai (forms) hoặc điều nói tại quầy (said)")
        return self


class Guidance(Record):
    """Everything of this module, as loaded from `knowledge/data`."""

    families: tuple[Family, ...] = ()
    routes: tuple[Route, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    heard: tuple[Heard, ...] = ()
    cards: tuple[Card, ...] = ()
    life_events: tuple[LifeEvent, ...] = ()
    samples: tuple[Sample, ...] = ()

    def beside(self, codes: Collection[str]) -> Self:
        """The guidance beside a catalogue that holds `codes`.

        Routes that step back for one of them are gone; options that led there lead to the first.
        """
        taken = {
            route.key: first
            for route in self.routes
            if (first := next((code for code in route.unless if code in codes), None))
        }
        return self.model_copy(
            update={
                "routes": tuple(route for route in self.routes if route.key not in taken),
                "heard": tuple(one for one in self.heard if one.route not in taken),
                "families": tuple(
                    family.model_copy(update={"options": _led(family.options, taken)})
                    for family in self.families
                ),
                "cards": tuple(
                    card.model_copy(update={"buttons": _led(card.buttons, taken)})
                    for card in self.cards
                ),
            }
        )


def _led(options: tuple[FamilyOption, ...], taken: Mapping[str, str]) -> tuple[FamilyOption, ...]:
    codes = [taken.get(option.route or "") for option in options]
    return tuple(
        FamilyOption(label=option.label, code=code) if code else option
        for option, code in zip(options, codes, strict=True)
    )
