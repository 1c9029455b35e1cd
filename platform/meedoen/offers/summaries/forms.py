"""The form in which an offer is told in other languages; what a summary may be is a rule."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Optional, Regexp

from meedoen.offers.summaries.queries import OTHERS, Told
from meedoen.offers.summaries.rules import Typed, box_of, tidy
from meedoen.offers.terms import Language
from meedoen.offers.wording import TERMS
from meedoen.web.form_words import TOO_OLD
from meedoen.web.forms import PageForm


class SeenDigest(HiddenField):
    """The digest of the Dutch that was on the page; one that was refused is forgotten, since it
    could else never be sent."""

    def __init__(self, **kwargs: Any) -> None:
        digest = Regexp(r"[0-9a-f]{64}\Z", message=TOO_OLD)
        super().__init__(validators=[Optional(), digest], default="", **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Forget what was refused."""
        if self.errors:
            self.data = ""


class SummariesForm(PageForm):
    """A box for each language, with what stood in it when the page was opened.

    Its length is left to the rule: what was pasted is never cut off unseen.
    """

    seen_dutch = SeenDigest()
    right_all = BooleanField(_l("Alle verouderde teksten kloppen nog"))

    def fill_from(self, told: Mapping[str, Told], *, dutch: str) -> None:
        """Put what is kept in the boxes; `dutch` is the digest of the Dutch beside them."""
        self.seen_dutch.data = dutch
        for code in OTHERS:
            text = told[code].text if code in told else ""
            self[box_of(code)].data = self[f"seen_{code}"].data = text

    def typed(self) -> dict[str, Typed]:
        """What came of every language; one of which nothing was sent is left out."""
        return {
            code: Typed(
                self[box_of(code)].data or "",
                self[f"seen_{code}"].data if self[f"seen_{code}"].raw_data else None,
                bool(self.right_all.data or self[f"right_{code}"].data),
            )
            for code in OTHERS
            if self[box_of(code)].raw_data
        }

    def look_again(self, told: Mapping[str, Told], *, dutch: str) -> None:
        """After a clash: what is kept now is what was seen, so that sent again it is replaced.

        A box that its writer left as it was holds what is kept now.
        """
        self.seen_dutch.data = dutch
        for code in OTHERS:
            text, seen = self[box_of(code)], self[f"seen_{code}"]
            kept = told[code].text if code in told else ""
            if tidy(text.data or "") == tidy(seen.data or ""):
                text.data = kept
            seen.data = kept


for code in OTHERS:
    setattr(SummariesForm, box_of(code), TextAreaField(TERMS[Language][Language(code)]))
    setattr(SummariesForm, f"seen_{code}", HiddenField(default=""))
    setattr(SummariesForm, f"right_{code}", BooleanField(_l("Deze tekst klopt nog")))
