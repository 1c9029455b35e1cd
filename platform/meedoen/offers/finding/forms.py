"""The questions of the search page, as they stand in its address; shape only, no domain rule."""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from flask import url_for
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from meedoen.offers.finding.filters.forms import (
    LAST_PAGE,
    NO_PAGE,
    Code,
    Codes,
    DayBox,
    Keys,
    PageNumber,
    Radius,
    Yes,
    kilometres,
    unknown,
)
from meedoen.offers.finding.filters.terms import NAMED, TRAIT_BOXES, Names
from meedoen.offers.finding.rules import RADIUS_KM
from meedoen.offers.finding.terms import Children, Criteria, Sort
from meedoen.offers.forms import in_our_time
from meedoen.offers.terms import Day, Daypart, Goal, Language, Level, OfferType
from meedoen.places.terms import Place
from meedoen.web.forms import PageForm
from meedoen.web.languages import asked_language

LONGEST_QUESTION = 4096
"""Bytes of a query; no search of a person is longer."""

ASKED = frozenset({"wat", "waar", "straal"})
"""The boxes of the search itself; all others narrow or order what it finds."""

NOT_KEPT = ASKED | {"letterlijk", "niet_verder", "pagina"}
"""What does not go along with a new search: it begins at its first page, and with new words."""

ORDER_OF_DAYS = _l("De laatste dag komt vóór de eerste dag.")


class SearchForm(PageForm):
    """What, where, how far, and all that narrows it; read from the address, without token."""

    class Meta:
        csrf = False

    endpoint = "finding.results"
    """Where this question is asked."""

    wat = StringField(_l("Wat wil je doen?"), default="", validators=[Optional(), Length(max=200)])
    waar = StringField(
        _l("Waar?"),
        default="",
        description=_l("Gemeente of postcode"),
        validators=[Optional(), Length(max=100)],
    )
    straal = Radius(_l("Hoe ver?"), default=float(RADIUS_KM), coerce=float, validate_choice=False)
    soort = Codes(_l("Soort"), OfferType)
    doel = Codes(_l("Doel"), Goal)
    dag = Codes(_l("Dag"), Day)
    dagdeel = Codes(_l("Deel van de dag"), Daypart)
    niveau = Code(_l("Mijn Nederlands"), Level, default="")
    van = DayBox(_l("Vanaf welke dag?"), validators=[Optional(), in_our_time])
    tot = DayBox(_l("Tot welke dag?"), validators=[Optional(), in_our_time])
    plaatsen = Yes(_l("Er is nog plaats"))
    gratis = Yes(_l("Gratis"))
    kinderen = Codes(_l("Kinderen"), Children)
    vrouwen = Yes(_l("Alleen voor vrouwen"))
    rolstoel = Yes(_l("Rolstoel"))
    online = Yes(_l("Online"))
    gemeente = Keys(_l("Gemeente"), "[0-9]{5}")
    regio = Keys(_l("Regio"), "[A-Z0-9]{1,12}")
    organisatie = Keys(_l("Organisatie"), "[1-9][0-9]{0,8}")
    taal = Codes(_l("Taal"), Language)
    letterlijk = Yes(_l("Letterlijk"))
    niet_verder = Yes(_l("Niet verder"))
    volgorde = Code(_l("Volgorde"), Sort, default="")
    pagina = PageNumber(
        _l("Pagina"), default=1, validators=[NumberRange(1, LAST_PAGE, message=NO_PAGE)]
    )

    def validate_tot(self, field: DayBox) -> None:
        """The days in their order."""
        if isinstance(self.van.data, date) and field.data and field.data < self.van.data:
            raise ValidationError(str(ORDER_OF_DAYS))

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
            exact_words=bool(self.letterlijk.data),
            language=asked_language(),
            near=near,
            radius_km=self.straal.data,
            types=frozenset(self.soort.chosen()),
            goals=frozenset(self.doel.chosen()),
            level=Level(int(self.niveau.data)) if self.niveau.data else None,
            days=frozenset(self.dag.chosen()),
            dayparts=frozenset(self.dagdeel.chosen()),
            first_day=self.van.data,
            last_day=self.tot.data,
            traits=frozenset(trait for trait, box in TRAIT_BOXES.items() if self[box].data),
            children=frozenset(self.kinderen.chosen()),
            languages=frozenset(self.taal.chosen()),
            municipalities=frozenset(self.gemeente.data),
            regions=frozenset(self.regio.data),
            organisations=frozenset(map(int, self.organisatie.data)),
            sort=Sort(self.volgorde.data) if self.volgorde.data else None,
            page=self.pagina.data or 1,
        )

    def all_known(self, names: Names) -> bool:
        """Whether every chosen thing has a name; says so beside the box where one has none."""
        for facet, box in NAMED.items():
            if strange := [key for key in self[box].data if key not in names[facet]]:
                self[box].errors = [unknown(strange)]
        return not any(self[box].errors for box in NAMED.values())

    def kept(self) -> Iterator[tuple[str, str]]:
        """What goes along with a new search, as names and values; nothing that was refused."""
        for field in self:
            if field.name not in NOT_KEPT and not field.errors:
                yield from ((field.name, text) for text in texts_of(field.data) if text)

    @property
    def page(self) -> str:
        """The address of the page that answers, without a question."""
        return url_for(self.endpoint)

    def address(self, **changes: object) -> str:
        """The address of this search with some answers changed, from its first page."""
        return self.page + self.question(**changes)

    def question(self, **changes: object) -> str:
        """The query of this search with some answers changed, from its first page; maybe empty.

        A change to None or an empty list takes an answer away; what is as usual is left out, and
        words that are not there are not taken as typed.
        """
        usual = {"straal": kilometres(RADIUS_KM), "pagina": "1"}
        if not changes.get("wat", self.words):
            changes["letterlijk"] = None
        parts = []
        for field in self:
            answer = changes.get(field.name, 1 if field.name == "pagina" else field.data)
            for text in texts_of(answer):
                if text and text != usual.get(field.name):
                    parts.append((field.name, text))
        return f"?{urlencode(parts)}" if parts else ""

    def without(self, name: str, code: str | None) -> str:
        """The address of this search without one of the codes of a box, or without the box."""
        kept: Iterable[str] = (other for other in self[name].data if other != code) if code else ()
        return self.address(**{name: list(kept)})

    def unfiltered(self) -> str:
        """The address of this search with nothing that narrows it."""
        kept = ASKED | {"letterlijk"}
        return self.address(**{field.name: None for field in self if field.name not in kept})


class MapForm(SearchForm):
    """The same question, answered on the map."""

    endpoint = "finding.results_map"


def texts_of(answer: object) -> list[str]:
    """An answer, or each of several, as it stands in an address."""
    return [spelt(value) for value in (answer if isinstance(answer, list) else [answer])]


def spelt(value: object) -> str:
    """One answer as it stands in an address."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    return kilometres(value) if isinstance(value, float) else str(value).strip()
