"""What a form on a page would send as it stands, as a browser reads it."""

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict


class Boxes(HTMLParser):
    """The boxes of the one form that posts to an address."""

    def __init__(self, html: str, action: str) -> None:
        super().__init__()
        self.action = action
        self.within = False
        self.found: MultiDict[str, str] = MultiDict()
        self.area: str | None = None
        self.select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.within = given.get("action") == self.action
        if not self.within:
            return
        if tag == "input" and name and given.get("type") != "submit":
            if given.get("type") in {"checkbox", "radio"} and "checked" not in given:
                return
            self.found.add(name, given.get("value") or "on")
            if "value" in given and not given["value"]:
                self.found.poplist(name)
                self.found.add(name, "")
        elif tag == "textarea":
            self.area = name
            self.found.add(name, "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.found.add(self.select, given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.within = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.within and self.area is not None:
            text = self.found.poplist(self.area)[0] + data
            self.found.add(self.area, text.removeprefix("\r\n"))


def boxes(html: str, action: str) -> "MultiDict[str, str]":
    """What would be sent to `action` if nothing were changed."""
    return Boxes(html, action).found
