# SPDX-License-Identifier: Apache-2.0
# check-page.py FILE LAYERS: the page is balanced, needs nothing from outside,
# leads every link somewhere, and has LAYERS layers in each of its parts.
import html.parser
import sys

EMPTY = {"meta", "link", "br", "img", "input", "hr"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.ids, self.links, self.scripts = [], [], [], 0
        self.bars = self.rows = self.cards = 0
        self.frames = {"reference": 0, "measured": 0}
        self.text = []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        classes = (values.get("class") or "").split()
        if len(values) != len(attributes):
            sys.exit(f"an attribute twice: {tag} {attributes}")
        if any(name.startswith("on") for name in values):
            sys.exit(f"an event attribute: {tag} {attributes}")
        for name in "src", "href", "xlink:href":
            target = values.get(name)
            if target and target.startswith("#"):
                self.links.append(target[1:])
            elif target and not target.startswith("data:image/png;base64,"):
                sys.exit(f"from outside: {target[:80]}")
        if "id" in values:
            self.ids.append(values["id"])
        self.scripts += tag == "script"
        self.bars += tag == "rect" and "bar" in classes
        self.rows += tag == "tr" and "tbody" in self.open and "measures" in self.tables
        self.cards += tag == "section" and "card" in classes
        if tag == "rect" and self.open[-1] == "g":
            for name in self.frames:
                self.frames[name] += name in classes
        if tag == "table":
            self.tables = classes
        if tag == "svg" and not ("aria-label" in values or "aria-hidden" in values):
            sys.exit("a figure without a name")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            sys.exit(f"{self.getpos()}: </{tag}> closes nothing")

    def handle_data(self, data):
        self.text.append(data)


page = Page()
with open(sys.argv[1], encoding="utf-8") as stream:
    content = stream.read()
page.feed(content)
page.close()
wanted = int(sys.argv[2])
if page.open:
    sys.exit(f"not closed: {page.open}")
if len(page.ids) != len(set(page.ids)):
    sys.exit("an id twice")
if not set(page.links) <= set(page.ids):
    sys.exit(f"links to nowhere: {set(page.links) - set(page.ids)}")
if page.scripts != 1:
    sys.exit(f"{page.scripts} scripts")
# Five samples in the legend.
counts = (page.bars - 5, page.rows, page.cards)
if counts != (wanted, wanted, wanted):
    sys.exit(f"bars, rows, cards: {counts}, wanted {wanted}")
if "@import" in content or content.count("url(") != content.count("url(#"):
    sys.exit("a style from outside")
print(f"FLOAT frames: {page.frames['reference']}")
print(f"mode frames: {page.frames['measured']}")
