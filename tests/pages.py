"""What every page must be, whichever test fetches it: checked by the client on each answer."""

from collections import Counter
from html.parser import HTMLParser

VOID_OF_LABEL = {"hidden", "submit", "button", "reset", "image"}


class Outline(HTMLParser):
    """The parts of a page that are checked: headings, title, ids, labels, forms, language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.title = ""
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.fields: list[tuple[str, dict[str, str | None]]] = []
        self.forms: list[dict[str, str | None]] = []
        self.page: dict[str, str | None] = {}
        self.described: set[str] = set()
        self.inline: list[str] = []
        self.stack: list[str] = []
        self.in_label = 0
        self.svg = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids[str(found["id"])] += 1
        for name in ("aria-describedby", "aria-labelledby"):
            self.described.update((found.get(name) or "").split())
        if "style" in found or any(name.startswith("on") for name in found):
            self.inline.append(tag)
        if tag == "html":
            self.page = found
        elif tag == "svg":
            self.svg += 1
        elif tag == "label":
            self.in_label += 1
            self.labels.add(found.get("for") or "")
        elif tag == "form":
            self.forms.append(found)
        elif tag in {"input", "select", "textarea"} and found.get("type") not in VOID_OF_LABEL:
            named = bool(self.in_label or found.get("aria-label") or found.get("aria-labelledby"))
            self.fields.append((("" if named else found.get("id") or "?"), found))
        elif tag == "h1":
            self.headings.append("")
        self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "svg":
            self.svg -= 1
        if tag == "label":
            self.in_label -= 1
        if tag in self.stack:
            while self.stack and self.stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.svg:
            return
        if "title" in self.stack:
            self.title += data
        if "h1" in self.stack and self.headings:
            self.headings[-1] += data


def faults(html: str) -> list[str]:
    """What is wrong with a page, in words; empty when all is well."""
    page = Outline(html)
    wrong = []
    if len(page.headings) != 1:
        wrong.append(f"{len(page.headings)} h1")
    elif not " ".join(page.title.split()).startswith(" ".join(page.headings[0].split())):
        wrong.append(f"title {page.title.strip()!r} does not start with {page.headings[0]!r}")
    wrong += [f"id {name!r} {count} times" for name, count in page.ids.items() if count > 1]
    wrong += [
        f"no label for {field.get('name')!r}"
        for key, field in page.fields
        if key and key not in page.labels
    ]
    wrong += ["form without action" for form in page.forms if not form.get("action")]
    wrong += [f"aria names {name!r}, which is not there" for name in page.described - set(page.ids)]
    wrong += [f"inline style or script on {tag}" for tag in page.inline]
    if not page.page.get("lang") or page.page.get("dir") not in {"ltr", "rtl"}:
        wrong.append("no lang or dir")
    return wrong
