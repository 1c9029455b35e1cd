"""Every form of the product, filled with nonsense, speaks our words and keeps what can be read."""

import gettext
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wtforms
from apiflask import APIFlask
from flask import get_template_attribute
from werkzeug.datastructures import MultiDict
from wtforms import Field, FormField, SelectField, StringField
from wtforms.form import BaseForm

from meedoen.web.fields import ClockField, EndField
from meedoen.web.forms import PageForm, RowForm, is_hidden, unsent

NONSENSE = [
    "",
    " ",
    "x",
    "x" * 9000,
    "-1",
    "9" * 12,
    "9" * 400,
    "nan",
    "1e999",
    "25:99",
    "24:01",
    "2026-13-45",
    "31/31/2026",
    "0001-01-01",
    "a@b",
    "\ufffd",
    "a\x00b",
    "\u200b\u202e",
    "<b>'\"%(x)s {0} %s",
]
LANGUAGE = Path(wtforms.__file__).parent / "locale/nl/LC_MESSAGES/wtforms.mo"


def forms(kind: type[BaseForm]) -> Iterator[type[Any]]:
    """Every kind of form that derives from this one."""
    for one in kind.__subclasses__():
        yield one
        yield from forms(one)


def english() -> list[str]:
    """The beginnings of all sentences that the library says by itself."""
    with LANGUAGE.open("rb") as file:
        known = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    said = {text[0] if isinstance(text, tuple) else text for text in known}
    said |= {"CSRF", "Not a valid", "Field ", "This field", "is not a valid"}
    return [re.split("%|'", text)[0] for text in said if len(re.split("%|'", text)[0]) > 5]


def filled(kind: type[Any], text: str) -> Any:
    """A form with `text` in each box; lists to choose from have one line."""
    names = [field.name for field in kind(formdata=None)]
    rows = [f"places-0-{name}" for name in ("id", "name", "street", "postcode", "part", "point")]
    form = kind(formdata=MultiDict([(name, text) for name in names + rows]))
    for field in form:
        if isinstance(field, SelectField) and field.choices is None:
            field.choices = [("a", "A")]
    return form


def said(field: Field) -> list[str]:
    """All that a box says, and the boxes in its rows."""
    inner = field if isinstance(field, wtforms.FieldList) else ()
    rows = [box for row in inner if isinstance(row, FormField) for box in row.form]
    return [str(error) for box in (rows or [field]) for error in box.errors]


@pytest.mark.parametrize("token", [True, False], ids=["old token", "no tokens"])
def test_no_form_says_an_english_word_or_a_name_that_nobody_gave(
    whole_app: APIFlask, monkeypatch: pytest.MonkeyPatch, token: bool
) -> None:
    monkeypatch.setitem(whole_app.config, "WTF_CSRF_ENABLED", token)
    kinds = [*forms(PageForm)]
    assert len(kinds) > 30
    foreign, wrong = english(), []
    for kind in kinds:
        for text in NONSENSE:
            with whole_app.test_request_context("/", method="POST"):
                form = filled(kind, text)
                form.validate()
                summary = get_template_attribute("components/error_summary.html", "error_summary")
                shown = str(summary(form)) + " ".join(unsent(form).reasons)
                spoken = [sentence for field in form for sentence in said(field)]
                names = [field.label.text for field in form if type(field.label.text) is str]
                wrong += [(kind, word) for word in foreign if word in " ".join([shown, *spoken])]
                wrong += [(kind, name) for name in names if f"{name}:" in shown]
    assert not wrong


def test_a_hidden_box_that_was_tampered_with_says_what_to_do_and_is_good_the_next_time(
    whole_app: APIFlask,
) -> None:
    with whole_app.test_request_context("/", method="POST"):
        for kind in forms(PageForm):
            form = filled(kind, "nonsens")
            form.validate()
            for field in form:
                if is_hidden(field) and field.errors and field.type != "CSRFTokenField":
                    assert "Dit formulier is te oud" in str(field.errors[0]), (kind, field.name)
                    assert "nonsens" not in field()


def test_every_form_derives_from_ours() -> None:
    stray = [
        kind
        for kind in forms(wtforms.Form)
        if kind.__module__.startswith("meedoen.") and not issubclass(kind, PageForm | RowForm)
    ]
    assert not stray


def test_every_box_for_text_is_cleaned_but_passwords_and_refuses_what_was_lost(
    whole_app: APIFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(whole_app.config, "WTF_CSRF_ENABLED", False)
    tried = 0
    with whole_app.test_request_context("/", method="POST"):
        for kind in forms(PageForm):
            dirty, lost = filled(kind, "a\u202eb"), filled(kind, "a\ufffdb")
            lost.validate()
            for field in dirty:
                if isinstance(field, StringField):
                    tried += 1
                    secret = isinstance(field, wtforms.PasswordField)
                    assert field.data == ("a\u202eb" if secret else "ab"), (kind, field.name)
                    assert lost[field.short_name].errors, (kind, field.name)
    assert tried > 80


@pytest.mark.parametrize(
    ("typed", "read"),
    [("24:00", "00:00"), ("24", "00:00"), ("24u", "00:00"), ("0:00", "00:00"), ("23.59", "23:59")],
)
def test_the_end_of_a_day_can_be_typed_as_24(whole_app: APIFlask, typed: str, read: str) -> None:
    with whole_app.test_request_context("/", method="POST"):
        form = Times(formdata=MultiDict({"begin": typed, "end": typed}))
        assert form.end.data is not None
        assert form.end.data.strftime("%H:%M") == read
        assert f'value="{read}"' in form.end()
        assert (form.begin.data is None) is typed.startswith("24")


@pytest.mark.parametrize("typed", ["24:01", "2430", "25:00", "48:00"])
def test_no_later_time_can_be_typed(whole_app: APIFlask, typed: str) -> None:
    with whole_app.test_request_context("/", method="POST"):
        form = Times(formdata=MultiDict({"end": typed}))
        form.validate()
        assert str(form.end.errors[0]) == "Dit is geen uur. Schrijf het zoals 14:30."
        assert f'value="{typed}"' in form.end()


class Times(RowForm):
    """A begin and an end."""

    begin = ClockField()
    end = EndField()
