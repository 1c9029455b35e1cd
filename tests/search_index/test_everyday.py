"""The everyday words: sixty in each language of the page, and an offer that answers each."""

from collections import defaultdict
from pathlib import Path

import pytest

from bench.everyday import read_words
from meedoen.seeding.demo.content import read, read_ideas
from meedoen.web.languages import LANGUAGES

WORDS = read_words()


def test_there_are_sixty_different_words_in_each_language() -> None:
    words: dict[str, set[str]] = defaultdict(set)
    for word in WORDS:
        words[word.language].add(word.typed.casefold())
    assert {language: len(some) for language, some in words.items()} == dict.fromkeys(LANGUAGES, 60)
    assert len(WORDS) == 60 * len(LANGUAGES)


def test_what_is_right_is_in_the_demonstration() -> None:
    ideas = read_ideas()
    keys = {"", *(idea.key for idea in ideas)}
    types = {"", *(idea.type for idea in ideas)}
    organisations = str(read("organisations.toml"))
    wrong = [
        (word.typed, trait)
        for word in WORDS
        for trait in word.right
        if trait.idea not in keys
        or trait.type not in types
        or trait.organisation not in organisations
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "row",
    ['{ word = "a" }', '{ word = "a", right = [] }', '{ word = "a", right = ["b"], more = 1 }'],
)
def test_a_malformed_word_is_refused(tmp_path: Path, row: str) -> None:
    file = tmp_path / "everyday.toml"
    file.write_text(f"nl = [{row}]", encoding="utf-8")
    with pytest.raises(ValueError, match="nl"):
        read_words(file)
