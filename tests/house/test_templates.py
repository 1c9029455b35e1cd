"""Templates: each is used, each macro is used, every visible word goes through gettext."""

import re
from pathlib import Path

import pytest
from apiflask import APIFlask
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
TEMPLATES = sorted(FOLDER.rglob("*.html")) + sorted(FOLDER.rglob("*.txt"))
GALLERY = "gallery"
"""The gallery is for makers: it shows components with examples that nobody translates."""
PAGES = [
    file
    for file in TEMPLATES
    if file.suffix == ".html" and not file.relative_to(FOLDER).parts[0].startswith(GALLERY)
]
ERROR_PAGE = re.compile(r"errors/\d{3}\.html")
"""Named by their status code when something goes wrong."""
WITHOUT_WORDS = {"area"}
"""Blocks that fill an attribute."""
SAME_EVERYWHERE = {"Meedoen", "meedoen", "km", "UiTPAS", "OpenAPI", "JSON", "GET", "API", "PDF"}
"""Words that are the same in every language."""


def name_of(file: Path) -> str:
    return file.relative_to(FOLDER).as_posix()


def sources() -> str:
    """All text in which a template can be named: code and other templates."""
    code = [*(ROOT / "platform").rglob("*.py"), *TEMPLATES]
    return "\n".join(file.read_text() for file in code)


def test_every_template_is_used() -> None:
    everything = sources()
    unused = [
        name_of(file)
        for file in TEMPLATES
        if f'"{name_of(file)}"' not in everything
        and f"'{name_of(file)}'" not in everything
        and not ERROR_PAGE.fullmatch(name_of(file))
    ]
    assert not unused


def test_every_macro_of_a_component_is_used_by_a_page() -> None:
    pages = "\n".join(
        file.read_text() for file in TEMPLATES if not name_of(file).startswith(GALLERY)
    )
    unused = [
        file.stem
        for file in (FOLDER / "components").glob("*.html")
        if len(re.findall(rf"\b{file.stem}\(", pages)) < 2
    ]
    assert not unused


@pytest.mark.parametrize("file", PAGES, ids=name_of)
def test_visible_words_go_through_gettext(whole_app: APIFlask, file: Path) -> None:
    tree = whole_app.jinja_env.parse(file.read_text())
    for block in tree.find_all(nodes.Block):
        if block.name in WITHOUT_WORDS:
            block.body.clear()
    raw = " ".join(data.data for data in tree.find_all(nodes.TemplateData))
    visible = re.sub(r"<(script|style)\b.*?</\1>|<!--.*?-->", " ", raw, flags=re.S)
    visible = re.sub(r"<[^>]*>|&\w+;", " ", visible)
    visible = re.sub(r"<[^<]*$|^[^>]*>", " ", visible)
    words = [word for word in re.findall(r"[^\W\d_]{2,}", visible) if word not in SAME_EVERYWHERE]
    assert not words
