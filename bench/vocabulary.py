"""The words of the made-up offers: Dutch stems and compounds, used as often as words are (Zipf)."""

import random
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

_STEM_TEXT = """taal tafel fiets kook naai wandel lees zang sport tuin buurt kinder ouder praat
oefen computer werk stage vrijwilliger museum bibliotheek feest muziek dans voetbal zwem theater
koor atelier herstel soep brood markt school cursus gesprek ontmoeting vriend gezin stad dorp
natuur bos dier zorg ziekenhuis winkel keuken bak verf teken foto film spel schaak brei haak
techniek hout metaal elektriciteit verhaal café crèche reünie idee jeugd senior moeder vader baby
rolstoel trein bus auto brug kerk moskee plein park zee strand rivier kanaal boot vis boer veld
moes kruiden bloem plant boom appel peer koffie thee melk kaas suiker zout peper rijst pasta pan
bord glas kleding stof draad knoop schoen jas broek hemd kapper huis kamer bed stoel kast lamp
deur raam dak muur steen zand water vuur lucht weer regen zon wind winter zomer lente herfst dag
avond week maand jaar uur klok kalender afspraak brief pakket post telefoon scherm krant boek blad
pen papier schrijf reken getal geld bank loket dienst gemeente wijk straat weg pad kaart reis
koffer vakantie kamp groep ploeg team club vereniging raad bestuur lid hulp steun coach buddy gids
leraar dokter verpleger bouw elektro tegel loodgieter lasser schilder tolk vertaal quiz gitaar
piano trommel fluit poppen circus yoga judo tennis basket volley turn loop klim ski paard hond kat
kip bij geit afval papiermolen repair ruil geef deel leen naaimachine"""
_STEMS = _STEM_TEXT.split()
_ENDINGS = ("", "en", "s", "je", "jes", "groep", "club", "les", "avond", "huis", "werk", "dag")
_FUNCTION_TEXT = """de het een en van in is op te dat die voor met zijn aan er om niet je we ook
als bij naar uit kan of door over mee wie nog tot"""
_FUNCTION_WORDS = _FUNCTION_TEXT.split()

_FLATTENED, _STEEPNESS = 30, 1.3
"""Zipf-Mandelbrot: the word of rank r is used 1 / (r + 30)^1.3 as often; the first one stands in
four offers of ten, and the vocabulary grows with the catalogue about as Heaps says."""


@cache
def words() -> tuple[str, ...]:
    """All 420,000 words by rank: stems and their inflections first, then compounds in any order."""
    seed = random.Random("words")
    simple = list(_STEMS)
    seed.shuffle(simple)
    inflected = [stem + ending for stem, ending in product(simple, _ENDINGS)]
    pairs = [(one, other) for one, other in product(simple, simple) if one != other]
    seed.shuffle(pairs)
    compounds = [one + other + end for end in _ENDINGS[:8] for one, other in pairs]
    rare = compounds[len(pairs) // 4 :]
    seed.shuffle(rare)
    ordered = [*inflected, *compounds[: len(pairs) // 4], *rare]
    return tuple(dict.fromkeys(simple + ordered))


@cache
def _up_to_rank() -> NDArray[np.float64]:
    """The share of all words that are used which the words up to each rank have."""
    uses = 1 / (np.arange(len(words())) + _FLATTENED) ** _STEEPNESS
    share: NDArray[np.float64] = np.cumsum(uses) / uses.sum()
    return share


def drawn(random_numbers: NDArray[np.float64]) -> list[str]:
    """For each random number in [0, 1) a word, frequent ones more often."""
    known = words()
    ranks = np.minimum(np.searchsorted(_up_to_rank(), random_numbers), len(known) - 1)
    return [known[rank] for rank in ranks.tolist()]


def prose(content: list[str], seed: random.Random) -> str:
    """Sentences of these words with the small words between them that people use."""
    said = []
    start = True
    for word in content:
        small = seed.random()
        if small < 0.6:
            joint = _FUNCTION_WORDS[int(len(_FUNCTION_WORDS) * small / 0.6)]
            said.append(joint.capitalize() if start else joint)
            start = False
        ends = seed.random() < 0.12
        said.append((word.capitalize() if start else word) + ("." if ends else ""))
        start = ends
    return " ".join(said)
