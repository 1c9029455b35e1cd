"""The questions of the search page, as they stand in its address; shape only, no domain rule."""

from collections.abc import Iterable, Iterator
from enum import Enum
from math import isfinite
from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from meedoen.offers.finding.rules import MOST_KM, RADIUS_KM
from meedoen.offers.finding.terms import Criteria, Sort
from meedoen.offers.terms import Day, Daypart, Goal, Level, OfferType
from meedoen.places.terms import Place

LAST_PAGE = 100_000
LONGEST_QUESTION = 4096
"""Bytes of a query; no search of a person is longer."""
STEPS_KM = (0, 2, 5, 10, 25, 50, MOST_KM)

UNKNOWN = _l("Deze keuze kennen we niet. Kies er een uit de lijst.")
NO_NUMBER = _l("Kies een afstand van 0 tot %(most)s kilometer.", most=MOST_KM)
NO_PAGE = _l("Dit is geen nummer van een pagina.")
UNREADABLE = _l("Hier staan tekens in die we niet kunnen lezen.")


def readable(form: FlaskForm, field: StringField) -> None:
    """Refuse control characters and what was no text to begin with."""
    if not all(sign.isprintable() for sign in field.data or "") or "\ufffd" in (field.data or ""):
        raise ValidationError(str(UNREADABLE))


class Codes(SelectMultipleField):
    """Any number of codes of one enum; a code that is none is refused in words."""

    def __init__(self, label: Any, terms: type[Enum], **kwargs: Any) -> None:
        self.codes = [str(term.value) for term in terms]
        super().__init__(label, choices=self.codes, **kwargs)  # type: ignore[arg-type]
        self.terms = terms

    def pre_validate(self, form: FlaskForm) -> None:
        """Only codes that exist."""
        if not set(self.data or ()) <= set(self.codes):
            raise ValidationError(str(UNKNOWN))

    def chosen(self) -> list[Any]:
        """What was chosen, as terms, each once, in the order of the enum."""
        return [term for term in self.terms if str(term.value) in (self.data or ())]


class Code(SelectField):
    """One code of an enum, or nothing."""

    def __init__(self, label: Any, terms: type[Enum], **kwargs: Any) -> None:
        self.codes = [str(term.value) for term in terms]
        super().__init__(label, choices=self.codes, **kwargs)  # type: ignore[arg-type]

    def pre_validate(self, form: FlaskForm) -> None:
        """Only codes that exist."""
        if self.data and self.data not in self.codes:
            raise ValidationError(str(UNKNOWN))


class Radius(SelectField):
    """A number of kilometres; the address may hold any, the list has the usual ones."""

    def iter_choices(self) -> Iterator[Choice]:
        """The usual steps, and what was asked for if it is none of them."""
        steps = set(STEPS_KM) | ({self.data} if isinstance(self.data, float | int) else set())
        for step in sorted(steps):
            words = _l("alleen hier") if step == 0 else _l("tot %(km)s km", km=kilometres(step))
            yield Choice(kilometres(step, "."), str(words), step == self.data, {})

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number; a comma may stand for the point."""
        if valuelist and valuelist[0].strip():
            try:
                self.data = float(valuelist[0].strip().replace(",", "."))
            except ValueError:
                self.data = float("nan")

    def pre_validate(self, form: FlaskForm) -> None:
        """From 0 to the most that makes sense."""
        if not isfinite(self.data) or not 0 <= self.data <= MOST_KM:
            self.data = float(RADIUS_KM)
            raise ValidationError(str(NO_NUMBER))


class PageNumber(IntegerField):
    """The number of a page; more digits than any page has are refused before they are read."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read at most as many digits as the last page has."""
        text = valuelist[0].strip() if valuelist else ""
        if text:
            self.data = None
            if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_PAGE))):
                raise ValueError(str(NO_PAGE))
            self.data = int(text)


def kilometres(number: float, point: str = ",") -> str:
    """A number of kilometres without needless digits: '10', '2,5'."""
    return f"{number:.3f}".rstrip("0").rstrip(".").replace(".", point)


class SearchForm(FlaskForm):
    """What, where, how far, and all that narrows it; read from the address, without token."""

    class Meta:
        csrf = False

    wat = StringField(
        _l("Wat wil je doen?"), default="", validators=[Optional(), Length(max=200), readable]
    )
    waar = StringField(
        _l("Waar?"),
        default="",
        description=_l("Gemeente of postcode"),
        validators=[Optional(), Length(max=100), readable],
    )
    straal = Radius(_l("Hoe ver?"), default=float(RADIUS_KM), coerce=float, validate_choice=False)
    soort = Codes(_l("Soort"), OfferType)
    doel = Codes(_l("Doel"), Goal)
    dag = Codes(_l("Dag"), Day)
    dagdeel = Codes(_l("Deel van de dag"), Daypart)
    niveau = Code(_l("Mijn Nederlands"), Level, default="")
    volgorde = Code(_l("Volgorde"), Sort, default="")
    pagina = PageNumber(
        _l("Pagina"), default=1, validators=[NumberRange(1, LAST_PAGE, message=NO_PAGE)]
    )

    @property
    def words(self) -> str:
        """What was typed as what."""
        return (self.wat.data or "").strip()

    @property
    def place(self) -> str:
        """What was typed as where."""
        return (self.waar.data or "").strip()

    def criteria(self, near: Place | None) -> Criteria:
        """What is asked, with the place that was understood."""
        return Criteria(
            words=self.words,
            near=near,
            radius_km=self.straal.data,
            types=frozenset(self.soort.chosen()),
            goals=frozenset(self.doel.chosen()),
            level=Level(int(self.niveau.data)) if self.niveau.data else None,
            days=frozenset(self.dag.chosen()),
            dayparts=frozenset(self.dagdeel.chosen()),
            sort=Sort(self.volgorde.data) if self.volgorde.data else None,
            page=self.pagina.data or 1,
        )

    def address(self, **changes: object) -> str:
        """The address of this search with some answers changed, from its first page.

        A change to None or an empty list takes an answer away; what is as usual is left out.
        """
        usual = {"straal": kilometres(RADIUS_KM), "pagina": "1"}
        parts = []
        for field in self:
            answer = changes.get(field.name, 1 if field.name == "pagina" else field.data)
            for value in answer if isinstance(answer, list) else [answer]:
                text = spelt(value)
                if text and text != usual.get(field.name):
                    parts.append((field.name, text))
        return f"/aanbod?{urlencode(parts)}" if parts else "/aanbod"

    def without(self, name: str, code: str) -> str:
        """The address of this search without one of the codes of a field."""
        kept: Iterable[str] = (other for other in self[name].data if other != code)
        return self.address(**{name: list(kept)})


def spelt(value: object) -> str:
    """An answer as it stands in an address."""
    if value is None:
        return ""
    return kilometres(value, ".") if isinstance(value, float) else str(value).strip()
