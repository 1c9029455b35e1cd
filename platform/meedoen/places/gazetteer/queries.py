"""Builds the gazetteer from the tables of places; what a text means in it stands in the rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from meedoen.places.gazetteer.rules import Gazetteer
from meedoen.places.gazetteer.terms import Entry
from meedoen.places.models import EverydayName, FormerMunicipality, Municipality, PostalPlace
from meedoen.places.rules import key_of
from meedoen.places.terms import FormerKind, Gewest, Place, PlaceKind, PointSource

BRUSSELS = "Brussels Gewest"
KIND_ORDER = list(PlaceKind)


def read_gazetteer(session: Session) -> Gazetteer:
    """The gazetteer of the municipalities of today; four statements, a few hundred ms."""
    standing = select(Municipality).where(Municipality.valid_to.is_(None))
    return Sheets(
        session.scalars(standing.options(joinedload(Municipality.province))).all(),
        session.scalars(select(FormerMunicipality).order_by(FormerMunicipality.valid_to)).all(),
        session.scalars(select(PostalPlace).order_by(PostalPlace.postcode, PostalPlace.id)).all(),
        session.scalars(select(EverydayName)).all(),
    ).gazetteer()


@dataclass(frozen=True, slots=True)
class Home:
    """A municipality of today with all its names, and its NIS code with those it had before."""

    municipality: Municipality
    names: tuple[str, ...]
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A place before its label and query are known, which depend on who else bears its name.

    `called` is its official name; `names` all that mean it, none where only `code` does.
    """

    kind: PlaceKind
    called: str
    names: tuple[str, ...]
    home: Home
    rows: tuple[PostalPlace, ...]
    former: FormerMunicipality | None = None
    code: str = ""

    @property
    def municipality(self) -> Municipality:
        """The municipality of today that it lies in."""
        return self.home.municipality

    @property
    def codes(self) -> frozenset[str]:
        """The NIS codes, of today and of before, that it lies in."""
        former = {self.former.nis, self.former.next_nis} if self.former else set()
        return self.home.codes | former

    @property
    def postcodes(self) -> frozenset[str]:
        """The postcodes of all its rows."""
        return frozenset(row.postcode for row in self.rows)


class Sheets:
    """The rows of the tables side by side, and the drafts that follow from them."""

    def __init__(
        self,
        municipalities: Iterable[Municipality],
        formers: Sequence[FormerMunicipality],
        places: Iterable[PostalPlace],
        everyday: Iterable[EverydayName],
    ) -> None:
        self.municipalities = {municipality.nis: municipality for municipality in municipalities}
        self.formers = formers
        self.rows_in: dict[str, list[PostalPlace]] = defaultdict(list)
        self.rows_at: dict[str, list[PostalPlace]] = defaultdict(list)
        for row in places:
            self.rows_in[row.nis].append(row)
            self.rows_at[row.postcode].append(row)
        self.everyday: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in everyday:
            self.everyday[name.nis, name.place].append(name.name)
        recoded: dict[str, set[str]] = defaultdict(set)
        for former in formers:
            if former.kind is FormerKind.RECODE:
                recoded[former.became_nis].add(former.nis)
        self.homes = {
            nis: Home(row, self.names_of(row), frozenset({nis, *recoded[nis]}))
            for nis, row in self.municipalities.items()
        }

    def names_of(self, municipality: Municipality) -> tuple[str, ...]:
        """The Dutch, French and everyday names of a municipality."""
        nis, own = municipality.nis, own_names(municipality)
        return (*own, *self.everyday[nis, ""], *other_names(self.rows_in[nis], own))

    def gazetteer(self) -> Gazetteer:
        """Everything together."""
        drafts = [*self.former_drafts(), *self.district_drafts(), *self.municipality_drafts()]
        entries = entries_of(drafts)
        codes = {d.code: e for d, e in zip(drafts, entries, strict=True) if d.code}
        for nis, home in self.homes.items():
            codes = dict.fromkeys(home.codes, codes[nis]) | codes
        whole = {
            postcode: postcode_place(postcode, rows) for postcode, rows in self.rows_at.items()
        }
        parts = {
            (postcode, nis): postcode_place(postcode, [row for row in rows if row.nis == nis], nis)
            for postcode, rows in self.rows_at.items()
            for nis in whole[postcode].nis
            if len(whole[postcode].nis) > 1
        }
        return Gazetteer(entries, whole, parts, codes)

    def municipality_drafts(self) -> Iterator[Draft]:
        """The municipalities of today, under their Dutch, French and everyday names."""
        for nis, home in self.homes.items():
            rows = tuple(self.rows_in[nis])
            yield Draft(PlaceKind.MUNICIPALITY, home.names[0], home.names, home, rows, code=nis)

    def former_drafts(self) -> Iterator[Draft]:
        """The municipalities of before a merger; one whose name lives on is found by its code."""
        for former in self.formers:
            home = self.homes[former.became_nis]
            if former.kind is FormerKind.RECODE or former.nis in self.municipalities:
                continue
            own = (former.name, former.name_fr)
            rows = tuple(self.rows_of(former))
            named = not bears(former.name, own_names(home.municipality))
            names = (*own, *other_names(rows, own)) if named else ()
            kind = PlaceKind.FORMER_MUNICIPALITY
            yield Draft(kind, own[0], names, home, rows, former, former.nis)

    def district_drafts(self) -> Iterator[Draft]:
        """The deelgemeenten whose name does not already mean the whole that they lie in."""
        groups: dict[tuple[str, str, int | None], list[PostalPlace]] = defaultdict(list)
        for nis, rows in self.rows_in.items():
            for row in rows:
                wholes = own_names(self.municipalities[nis])
                if row.former:
                    wholes += (row.former.name, row.former.name_fr)
                if not bears(row.name, wholes):
                    groups[nis, key_of(row.name), row.former_id].append(row)
        for (nis, _, _), rows in groups.items():
            names = [rows[0].name, *(row.other_name for row in rows if row.other_name)]
            names += self.everyday[nis, rows[0].name]
            kind, home, former = PlaceKind.DISTRICT, self.homes[nis], rows[0].former
            yield Draft(kind, names[0], tuple(names), home, tuple(rows), former)

    def rows_of(self, former: FormerMunicipality) -> list[PostalPlace]:
        """The places that belonged to a former municipality, also through one that it took up."""
        earlier = [
            f for f in self.formers if f.next_nis == former.nis and f.valid_to < former.valid_to
        ]
        rows = [row for row in self.rows_in[former.became_nis] if row.former_id == former.id]
        rows += (row for f in earlier for row in self.rows_of(f))
        return list({id(row): row for row in rows}.values())


def entries_of(drafts: Sequence[Draft]) -> list[Entry]:
    """The drafts as entries in the same order, each with a label and a query of its own."""
    bearers: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for key in {key_of(name) for name in draft.names}:
            bearers[key].append(draft)
    labels = Counter(label_of(draft, bearers[key_of(draft.called)]) for draft in drafts)
    entries = []
    for draft in drafts:
        same = bearers[key_of(draft.called)]
        label = label_of(draft, same)
        if labels[label] > 1:
            label = f"{draft.called} ({draft.rows[0].postcode} {draft.municipality.name_nl})"
        entries.append(entry_of(draft, label, query_of(draft, same, label)))
    return entries


def label_of(draft: Draft, same: Sequence[Draft]) -> str:
    """What people read: a municipality by its name, all else with the municipality behind it."""
    municipality = draft.municipality
    if draft.kind is not PlaceKind.MUNICIPALITY:
        if draft.former and not draft.names:
            return f"{draft.called} (voor {draft.former.valid_to.year})"
        return f"{draft.called} ({municipality.name_nl})"
    if sum(other.kind is PlaceKind.MUNICIPALITY for other in same) == 1:
        return draft.called
    where = municipality.province.name_nl if municipality.province else BRUSSELS
    return f"{draft.called} ({where})"


def query_of(draft: Draft, same: Sequence[Draft], label: str) -> str:
    """What to type to mean exactly this draft among those that bear the same name."""
    if not draft.names:
        return draft.code
    rivals = [other for other in same if other is not draft]
    if draft.kind is PlaceKind.MUNICIPALITY:
        if all(other.kind is not PlaceKind.MUNICIPALITY for other in rivals):
            return draft.called
    elif not rivals:
        return draft.called
    taken = {postcode for other in rivals for postcode in other.postcodes}
    own = sorted(draft.postcodes - taken)
    return f"{draft.called} ({own[0]})" if own else label


def entry_of(draft: Draft, label: str, query: str) -> Entry:
    """The entry of a draft."""
    municipality, former = draft.municipality, draft.former
    whole = draft.kind is PlaceKind.MUNICIPALITY
    main = main_row(draft.rows, draft.names)
    lat, lon = (municipality.lat, municipality.lon) if whole else (main.lat, main.lon)
    behind = [*draft.home.names]
    behind += [former.name, former.name_fr] if former else []
    if municipality.province:
        behind += [municipality.province.name_nl, municipality.province.name_fr]
    else:
        behind += [BRUSSELS, "Brussel"]
    place = Place(
        kind=draft.kind,
        label=label,
        nis=frozenset({municipality.nis}),
        points=tuple(dict.fromkeys((row.lat, row.lon) for row in draft.rows)),
        inside_nis=municipality.nis if whole else None,
        inside_postcodes=frozenset() if whole else draft.postcodes,
        lat=lat,
        lon=lon,
        query=query,
        label_fr=municipality.name_fr if whole and label == municipality.name_nl else "",
    )
    order = (municipality.gewest is Gewest.WALLONIA, KIND_ORDER.index(draft.kind), label)
    keys = frozenset(map(key_of, behind))
    return Entry(place, draft.called, draft.names, draft.postcodes, draft.codes, keys, order)


def postcode_place(postcode: str, rows: Sequence[PostalPlace], part: str | None = None) -> Place:
    """A postcode, or the part of it that lies in one municipality, as a place with one point."""
    mains = [
        main_row(mine, own_names(mine[0].municipality))
        for nis in dict.fromkeys(row.nis for row in rows)
        if (mine := [row for row in rows if row.nis == nis])
    ]
    mains.sort(key=lambda row: row.point is PointSource.MUNICIPALITY)
    names = [row.municipality.name_nl for row in mains]
    if len(mains) == 1 and not bears(mains[0].name, own_names(mains[0].municipality)):
        names = [f"{mains[0].name} ({names[0]})"]
    return Place(
        kind=PlaceKind.POSTCODE,
        label=f"{postcode} {' of '.join(names)}",
        nis=frozenset(row.nis for row in rows),
        points=((mains[0].lat, mains[0].lon),),
        inside_nis=None,
        inside_postcodes=frozenset({postcode}),
        lat=mains[0].lat,
        lon=mains[0].lon,
        query=f"{postcode} {names[0]}" if part else postcode,
    )


def main_row(rows: Sequence[PostalPlace], names: Iterable[str]) -> PostalPlace:
    """The row that stands for all: with a point of its own, so named, else nearest the middle."""
    lat = sum(row.lat for row in rows) / len(rows)
    lon = sum(row.lon for row in rows) / len(rows)
    names = list(names)
    return min(
        rows,
        key=lambda row: (
            row.point is PointSource.MUNICIPALITY,
            not bears(row.name, names),
            (row.lat - lat) ** 2 + (row.lon - lon) ** 2,
        ),
    )


def own_names(municipality: Municipality) -> tuple[str, ...]:
    """The two official names."""
    return (municipality.name_nl, municipality.name_fr)


def other_names(rows: Iterable[PostalPlace], names: Iterable[str]) -> list[str]:
    """The second names of the rows that bear one of these names."""
    names = list(names)
    return [row.other_name for row in rows if row.other_name and bears(row.name, names)]


def bears(name: str, names: Iterable[str]) -> bool:
    """Whether a name is one of these, hyphens and accents aside."""
    return key_of(name) in map(key_of, names)
