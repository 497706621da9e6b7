"""The gallery's contents: what each component is for and what it does for those who cannot see or point."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Example:
    """A component: the name of its example's template, its title and its note on accessibility."""

    name: str
    title: Promise
    note: Promise

    @property
    def code(self) -> str:
        """The template's source, which is also what is drawn."""
        return source(self.name)

    @property
    def template(self) -> str:
        return f"ui/examples/{self.name}.html"


def source(name: str) -> str:
    """The text of an example's template."""
    drawn: Any = get_template(f"ui/examples/{name}.html")
    return str(drawn.template.source).strip()


GROUPS: Iterable[tuple[str, Promise, tuple[Example, ...]]] = (
    (
        "pressing",
        _("Buttons and links"),
        (
            Example(
                "button",
                _("Button"),
                _("A disabled button says why; a link that looks like a button stays a link."),
            ),
            Example(
                "button_sizes",
                _("Sizes of buttons"),
                _("Even the smallest is large enough to be hit with a finger."),
            ),
            Example("link", _("Link"), _("A link that opens a new window says so.")),
            Example("copy", _("Copy"), _("Shown only where scripts run; what was copied is said aloud.")),
        ),
    ),
    (
        "forms",
        _("Forms"),
        (
            Example(
                "form",
                _("Fields of a form"),
                _("Visible labels; hints tied to their control; what is required is said in words."),
            ),
            Example(
                "form_wrong",
                _("A form with mistakes"),
                _("The summary comes first and takes the focus; each line leads to its field."),
            ),
            Example(
                "search",
                _("Search"),
                _("A landmark for those who jump about the page; the label is always visible."),
            ),
            Example(
                "filters", _("Filters"), _("Sent by GET: the narrowed list has an address that can be kept.")
            ),
        ),
    ),
    (
        "telling",
        _("Messages"),
        (
            Example("alert", _("Alert"), _("The kind is said in a word, not only in colour.")),
            Example("empty", _("Nothing here yet"), _("Says why it is empty and what to do next.")),
            Example("spinner", _("Loading"), _("Said aloud by screen readers.")),
            Example("progress", _("Progress"), _("A bar of the browser's own, with its figure beside it.")),
            Example(
                "window",
                _("Window"),
                _("Opens without scripts, closes with Escape; asks nothing that matters."),
            ),
        ),
    ),
    (
        "lists",
        _("Lists and tables"),
        (
            Example(
                "table",
                _("Table"),
                _("On a phone each row becomes a card in which every cell says its heading."),
            ),
            Example(
                "table_scroll",
                _("Wide table"),
                _("Moves sideways inside its own frame, also with the arrow keys."),
            ),
            Example(
                "structured_list",
                _("Structured list"),
                _("The title is the link and the heading; nothing else has to be read to choose."),
            ),
            Example(
                "pagination",
                _("Pages of a list"),
                _("Keeps the search; the second one does not know how long the list is."),
            ),
            Example(
                "tabs", _("Tabs"), _("Links to parts of a page; the present one is marked for everybody.")
            ),
            Example("steps", _("Steps"), _("The present step and those done are also said in words.")),
            Example(
                "timeline", _("Timeline"), _("An ordered list; done, now and to come are said in words.")
            ),
            Example("key_values", _("Facts"), _("A list of names and values, read in pairs.")),
            Example(
                "accordion", _("Folds"), _("Open and close without scripts; found by the browser's search.")
            ),
            Example("disclosure", _("Detail"), _("For what most readers can leave closed.")),
            Example("card", _("Card"), _("A part of the page with a heading of its own.")),
            Example(
                "figure",
                _("Picture and numbers"),
                _("The picture says its finding in a sentence; the same numbers stand beside it."),
            ),
        ),
    ),
    (
        "marks",
        _("Marks and words"),
        (
            Example("badge", _("Badge"), _("The word carries the meaning; the colour only helps.")),
            Example("tags", _("Keywords"), _("Links where there is something to see.")),
            Example(
                "chip",
                _("Person or unit"),
                _("The letter in the circle is decoration and is not read aloud."),
            ),
            Example(
                "due", _("Due date"), _("What is left is said in words; the exact time stands beside it.")
            ),
            Example("invented", _("Invented data"), _("Stands wherever what is shown is not real.")),
            Example("when", _("Times"), _("Written out, in the government's zone, readable by machines.")),
            Example(
                "language",
                _("Texts in two languages"),
                _("A text that exists only in the other language is marked as such."),
            ),
        ),
    ),
    (
        "frame",
        _("Frame"),
        (
            Example("breadcrumb", _("Path"), _("The last member is this page and no link.")),
            Example(
                "side",
                _("Side navigation"),
                _("A plain list of links: the kit's menu roles would promise keys that do not work."),
            ),
        ),
    ),
)
