"""The words of offers; codes are those of the API (contract) and never change."""

from enum import IntEnum, StrEnum


class OfferType(StrEnum):
    """What kind of thing one joins."""

    BUDDY = "buddy"
    """Buddyproject."""
    INTERNSHIP = "internship"
    """Kennismakingsstage."""
    VOLUNTEERING = "volunteering"
    """Vrijwilligerswerk."""
    LANGUAGE_PRACTICE = "language_practice"
    """Taaloefenkans."""
    ACTIVITY = "activity"
    """Andere activiteit: club, course, neighbourhood work."""


class Goal(StrEnum):
    """Why somebody joins (doel); an offer may serve several."""

    DUTCH = "dutch"
    """Nederlands oefenen."""
    MEET = "meet"
    """Mensen ontmoeten."""
    FRIENDS = "friends"
    """Vrienden maken."""
    LEARN = "learn"
    """Iets nieuws leren."""
    VOLUNTEER = "volunteer"
    """Vrijwilliger zijn."""
    WORK = "work"
    """Werk voorbereiden."""


class Level(IntEnum):
    """How much Dutch one needs (domain.md 7.2); our own drawings, no CEFR."""

    STARTING = 1
    """Does not yet understand or speak much."""
    LITTLE = 2
    """Understands a little, does not speak it so well."""
    SOME = 3
    """Understands quite a lot and can say something."""
    GOOD = 4
    """Understands a lot and speaks it well."""


class Day(StrEnum):
    """Day of the week, in calendar order."""

    MON = "mon"
    """Maandag."""
    TUE = "tue"
    """Dinsdag."""
    WED = "wed"
    """Woensdag."""
    THU = "thu"
    """Donderdag."""
    FRI = "fri"
    """Vrijdag."""
    SAT = "sat"
    """Zaterdag."""
    SUN = "sun"
    """Zondag."""


class Daypart(StrEnum):
    """Half-day or evening: until 12:00, until 17:00, after."""

    MORNING = "morning"
    """Voormiddag."""
    AFTERNOON = "afternoon"
    """Namiddag."""
    EVENING = "evening"
    """Avond."""


class OfferStatus(StrEnum):
    """Where an offer is between first draft and archive."""

    DRAFT = "draft"
    """Concept."""
    SUBMITTED = "submitted"
    """Ingediend: waits for review."""
    RETURNED = "returned"
    """Teruggestuurd, with reasons."""
    PUBLISHED = "published"
    """Gepubliceerd."""
    PAUSED = "paused"
    """Gepauzeerd: not shown for a while."""
    EXPIRED = "expired"
    """Verlopen: its end date is past."""
    ARCHIVED = "archived"
    """Gearchiveerd."""


class CatchmentKind(StrEnum):
    """Who may join, as far as where they live goes."""

    EVERYONE = "everyone"
    """Iedereen."""
    REGIONS = "regions"
    """Inwoners van één of meer referentieregio's."""
    MUNICIPALITIES = "municipalities"
    """Inwoners van een lijst gemeenten."""


class Rhythm(StrEnum):
    """How an offer runs in time."""

    ONCE = "once"
    """Eenmalig."""
    SERIES = "series"
    """Reeks: a fixed row of meetings, one joins at the start."""
    CONTINUOUS = "continuous"
    """Doorlopend: one can join any week."""


class Insurance(StrEnum):
    """Who insures the participants; the Flemish volunteer insurance covers volunteers only."""

    ORGANISATION = "organisation"
    """De organisatie zelf."""
    MUNICIPALITY = "municipality"
    """De gemeente."""
    FLEMISH_VOLUNTEER = "flemish_volunteer"
    """De gratis Vlaamse vrijwilligersverzekering."""
    OTHER = "other"
    """Iemand anders, said in words."""


class Suitability(StrEnum):
    """Whether the offer counts for the participatie- en netwerktraject."""

    UNKNOWN = "unknown"
    """Nog niet bekeken."""
    CLAIMED = "claimed"
    """De organisatie zegt van wel."""
    CONFIRMED = "confirmed"
    """Bevestigd door agentschap of gemeente."""
    UNSUITABLE = "unsuitable"
    """Telt niet mee."""


class Language(StrEnum):
    """A language that a host may speak besides Dutch, by its code of ISO 639-1, else 639-3.

    Those that newcomers in Flanders speak most (domain.md 7.1), in the order of their Dutch names.
    """

    ALBANIAN = "sq"
    """Albanees."""
    ARABIC = "ar"
    """Arabisch."""
    TAMAZIGHT = "zgh"
    """Berbers (Tamazight)."""
    BULGARIAN = "bg"
    """Bulgaars."""
    DARI = "prs"
    """Dari."""
    ENGLISH = "en"
    """Engels."""
    FARSI = "fa"
    """Farsi."""
    FRENCH = "fr"
    """Frans."""
    HINDI = "hi"
    """Hindi."""
    KURDISH = "ku"
    """Koerdisch."""
    UKRAINIAN = "uk"
    """Oekraïens."""
    PASHTO = "ps"
    """Pasjtoe."""
    POLISH = "pl"
    """Pools."""
    PORTUGUESE = "pt"
    """Portugees."""
    ROMANIAN = "ro"
    """Roemeens."""
    RUSSIAN = "ru"
    """Russisch."""
    SOMALI = "so"
    """Somali."""
    SPANISH = "es"
    """Spaans."""
    TIBETAN = "bo"
    """Tibetaans."""
    TIGRINYA = "ti"
    """Tigrinya."""
    TURKISH = "tr"
    """Turks."""
    URDU = "ur"
    """Urdu."""


class Source(StrEnum):
    """Who brought the offer in."""

    OWN = "own"
    """Ingevoerd door de organisatie zelf."""
    MUNICIPALITY = "municipality"
    """Ingevoerd door de gemeente: by a member who is also an officer of the home municipality."""


class Decision(StrEnum):
    """The outcome of a review."""

    APPROVED = "approved"
    """Goedgekeurd."""
    RETURNED = "returned"
    """Teruggestuurd."""


class SessionStatus(StrEnum):
    """Whether a dated meeting goes on."""

    PLANNED = "planned"
    """Gepland."""
    CANCELLED = "cancelled"
    """Afgelast."""


class Health(StrEnum):
    """How a published offer is doing, so that its organisation sees what needs a hand."""

    GOOD = "good"
    """In orde."""
    HIDDEN = "hidden"
    """Niet te zien: the organisation is not verified, or the end date is past."""
    WITHOUT_DATE = "without_date"
    """Geen datum: neither a day of the week nor a session to come."""
    ENDS_SOON = "ends_soon"
    """Stopt binnenkort."""
    UNCHECKED = "unchecked"
    """Lang niet nagekeken."""
