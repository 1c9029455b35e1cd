"""The Dutch words of terms that everybody reads of an offer; makers have theirs in `writing`."""

from flask_babel import lazy_gettext as _l

from meedoen.offers.terms import Day, Daypart, Goal, Insurance, Language, Level, OfferType
from meedoen.web.wording import Words

TERMS: dict[type, Words] = {
    OfferType: {
        OfferType.BUDDY: _l("Buddy"),
        OfferType.INTERNSHIP: _l("Kennismakingsstage"),
        OfferType.VOLUNTEERING: _l("Vrijwilligerswerk"),
        OfferType.LANGUAGE_PRACTICE: _l("Oefenkans Nederlands"),
        OfferType.ACTIVITY: _l("Activiteit"),
    },
    Goal: {
        Goal.DUTCH: _l("Nederlands oefenen"),
        Goal.MEET: _l("Mensen ontmoeten"),
        Goal.FRIENDS: _l("Vrienden maken"),
        Goal.LEARN: _l("Iets nieuws leren"),
        Goal.VOLUNTEER: _l("Vrijwilliger zijn"),
        Goal.WORK: _l("Werk voorbereiden"),
    },
    Level: {
        Level.STARTING: _l("Ik versta en spreek nog niet veel Nederlands"),
        Level.LITTLE: _l("Ik versta een beetje Nederlands"),
        Level.SOME: _l("Ik versta al veel en zeg al iets"),
        Level.GOOD: _l("Ik versta en spreek goed Nederlands"),
    },
    Language: {
        Language.ALBANIAN: _l("Albanees"),
        Language.ARABIC: _l("Arabisch"),
        Language.TAMAZIGHT: _l("Berbers (Tamazight)"),
        Language.BULGARIAN: _l("Bulgaars"),
        Language.DARI: _l("Dari"),
        Language.ENGLISH: _l("Engels"),
        Language.FARSI: _l("Farsi"),
        Language.FRENCH: _l("Frans"),
        Language.HINDI: _l("Hindi"),
        Language.KURDISH: _l("Koerdisch"),
        Language.UKRAINIAN: _l("Oekraïens"),
        Language.PASHTO: _l("Pasjtoe"),
        Language.POLISH: _l("Pools"),
        Language.PORTUGUESE: _l("Portugees"),
        Language.ROMANIAN: _l("Roemeens"),
        Language.RUSSIAN: _l("Russisch"),
        Language.SOMALI: _l("Somali"),
        Language.SPANISH: _l("Spaans"),
        Language.TIBETAN: _l("Tibetaans"),
        Language.TIGRINYA: _l("Tigrinya"),
        Language.TURKISH: _l("Turks"),
        Language.URDU: _l("Urdu"),
    },
    Day: {
        Day.MON: _l("Maandag"),
        Day.TUE: _l("Dinsdag"),
        Day.WED: _l("Woensdag"),
        Day.THU: _l("Donderdag"),
        Day.FRI: _l("Vrijdag"),
        Day.SAT: _l("Zaterdag"),
        Day.SUN: _l("Zondag"),
    },
    Daypart: {
        Daypart.MORNING: _l("Voormiddag"),
        Daypart.AFTERNOON: _l("Namiddag"),
        Daypart.EVENING: _l("Avond"),
    },
    Insurance: {
        Insurance.ORGANISATION: _l("De organisatie zelf"),
        Insurance.MUNICIPALITY: _l("De gemeente"),
        Insurance.FLEMISH_VOLUNTEER: _l("De gratis Vlaamse vrijwilligersverzekering"),
        Insurance.OTHER: _l("Iemand anders"),
    },
}
