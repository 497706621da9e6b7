"""Components keep to the kit's own samples, so that a change of the kit's markup is noticed.

Each element of ours that carries a class of the kit must stand, in the kit's sample, below the same
classes. `ui-` classes are ours. What differs on purpose is listed with its reason.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path as FilePath
from typing import Any

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from madang.ui.views import ExampleForm

SAMPLES = settings.FRONT_END / "krds-uiux" / "html" / "code"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"}

Path = tuple[frozenset[str], ...]


class Outline(HTMLParser):
    """The classes of each element with those of its ancestors, and the ARIA attributes that occur."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, frozenset[str]]] = []
        self.paths: list[Path] = []
        self.aria: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        classes = frozenset((named.get("class") or "").split())
        self.aria.update(name for name in named if name == "role" or name.startswith("aria-"))
        here = (*(seen for _, seen in self.open), classes)
        if classes:
            self.paths.append(tuple(step for step in here if step))
        if tag not in VOID:
            self.open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass


def _drawn(source: str, **context: Any) -> str:
    template = engines["django"].from_string(source)
    return str(template.render(context, RequestFactory().get("/")))


def _kit(sample: str) -> Outline:
    return Outline((SAMPLES / f"{sample}.html").read_text())


def _of_the_kit(classes: frozenset[str], kit: set[str]) -> frozenset[str]:
    return classes & kit


def _is_below(ours: Path, theirs: Path) -> bool:
    """Whether our chain of classes is found, in order, along the kit's chain, ending at its end."""
    if not (ours[-1] <= theirs[-1]):
        return False
    steps: Iterator[frozenset[str]] = iter(theirs[:-1])
    return all(any(step <= seen for seen in steps) for step in ours[:-1])


COMPONENTS = {
    "button_hierarchy": """
        {% button "a" size="" %}{% button "a" "secondary" size="" %}{% button "a" "tertiary" size="" %}
        """,
    "button_size": '{% button "a" "" size="xsmall" %}{% button "a" "" size="xlarge" %}',
    "button_text": '{% button "a" kind="text" size="small" icon="sch" %}',
    "link": '{% link "a" "/" %}',
    "text_input": "{% field form.name %}",
    "text_input_state": "{% field wrong.name %}",
    "textarea": "{% field form.reason %}",
    "select": "{% field form.purpose %}",
    "select_state": "{% field wrong.purpose %}",
    "radio_button": "{% field form.way %}",
    "checkbox": "{% field form.shown %}{% field form.agreed %}",
    "file_upload": "{{ form.paper }}",
    "table": '{% table "c" %}<tbody><tr><td>1</td></tr></tbody>{% endtable %}',
    "structured_list": """
        {% structured_list %}
          {% list_item "a" badges="b" note="n" %}x{% endlist_item %}
        {% endstructured_list %}
        """,
    "badge": '{% badge "a" "danger" %}{% badge "a" "primary" style="bg" %}{% badge "a" style="outline" %}',
    "tag_link": "{% tags links %}",
    "pagination": "{% pagination page %}",
    "tab": "{% tabs items %}",
    "accordion": '{% accordion %}{% fold "a" %}b{% endfold %}{% endaccordion %}',
    "disclosure": '{% disclosure "a" %}b{% enddisclosure %}',
    "step_indicator": "{% steps titles 2 %}",
    "spinner": "{% spinner %}",
    "modal": '{% window "w" "a" "b" %}c{% endwindow %}',
    "critical_alerts": """
        {% alert "danger" %}a{% endalert %}
        {% alert "info" %}a{% endalert %}
        {% alert "success" %}a{% endalert %}
        """,
    "breadcrumb": '{% breadcrumb "a" "/" "b" "" %}',
    "side_navigation": '{% side_navigation "a" items %}',
    "masthead": '{% include "ui/masthead.html" %}',
    "header": '{% include "ui/header.html" %}',
    "footer": '{% include "ui/footer.html" %}',
}

# Classes that a component takes from other samples of the kit.
BORROWED = {
    "text_input_state": {"form-hint", "sr-only"},
    "select_state": {"sr-only"},
    "radio_button": {"form-tit", "medium"},
    "checkbox": {"form-tit", "medium"},
    "side_navigation": {"selected"},
    "header": {"selected"},
}
# The kit's class that ours leaves out or moves, and why.
MOVED = {
    "accordion": {"btn-accordion": "summary is heading and button in one"},
    "button_text": {"svg-icon": "the sample pairs other icons with this size"},
    "side_navigation": {
        "lnb-link": "the first level links instead of only unfolding",
        "lnb-btn": "the same",
        "selected": "set by the kit's script",
    },
    "modal": {"krds-btn": "the opening button stands beside the window"},
    "structured_list": {"span": "the title, not the whole card, is the link", "c-txt": "the same"},
    "header": {
        "gnb-main-trigger": "a plain link, marked as the kit's script marks it",
        "btn-navi": "inside a form or the small screens' menu",
        "krds-btn": "the language switch is a form, not a menu that needs scripts",
    },
    "step_indicator": {
        "sr-only": "the kit says only which step is the present one, ours also which are done"
    },
    "footer": {"krds-identifier": "the name is text, not the kit's logo"},
}
# ARIA of the kit's sample that ours must not carry, and why.
NOT_OURS = {
    "accordion": {"aria-controls", "aria-labelledby"},  # details and summary say this by themselves
    "side_navigation": {
        "role",
        "aria-controls",
        "aria-expanded",
        "aria-haspopup",
    },  # a list of links, not a menu
    "tab": {"role", "aria-selected", "aria-controls", "aria-labelledby"},  # links, not panels
    "file_upload": {"role"},  # the file goes with the form; nothing is sent before
    "header": {"aria-controls"},  # the menu of small screens is a details element
}


def _context() -> dict[str, Any]:
    return {
        "form": ExampleForm(),
        "wrong": ExampleForm({}),
        "items": [("a", "/", True), ("b", "/", False)],
        "links": [("a", "/")],
        "titles": ["a", "b", "c"],
        "page": Paginator(range(500), 10).page(9),
        "menu": [("a", "/", True)],
        "footer_links": [("a", "/")],
    }


@pytest.mark.parametrize("sample", COMPONENTS)
def test_a_component_keeps_the_kits_skeleton(sample: str) -> None:
    kit, ours = _kit(sample), Outline(_drawn(COMPONENTS[sample], **_context()))
    known = set().union(*(step for path in kit.paths for step in path))
    moved = MOVED.get(sample, {})
    compared = 0
    for path in ours.paths:
        own = tuple(step for step in (_of_the_kit(classes, known) for classes in path) if step)
        if not _of_the_kit(path[-1], known) or path[-1] & set(moved):
            continue
        own = tuple(step for step in own if not step & set(moved))
        compared += 1
        assert any(_is_below(own, theirs) for theirs in kit.paths), f"the kit has no {own}"
    assert compared, "nothing of the kit was found in the component"


@pytest.mark.parametrize("sample", COMPONENTS)
def test_a_component_uses_no_class_that_the_kit_does_not_know(sample: str) -> None:
    kit, ours = _kit(sample), Outline(_drawn(COMPONENTS[sample], **_context()))
    used = {name for path in ours.paths for name in path[-1] if not name.startswith("ui-")}
    known = set().union(*(step for path in kit.paths for step in path))
    assert used - known == BORROWED.get(sample, set())


@pytest.mark.parametrize("sample", COMPONENTS)
def test_a_component_says_to_screen_readers_what_the_kit_says(sample: str) -> None:
    kit, ours = _kit(sample), Outline(_drawn(COMPONENTS[sample], **_context()))
    left_out = NOT_OURS.get(sample, set())
    assert kit.aria - left_out <= ours.aria


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ('class="form-hint"', 'class="form-tip"'),
        ('<div class="form-group">', '<div class="form-group"></div><div class="fieldset">'),
        ('<div class="form-conts">', '<div class="form-conts" role="group">'),
    ],
)
def test_a_change_of_the_kit_is_noticed(
    change: str, to: str, tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = (SAMPLES / "text_input.html").read_text()
    assert change in sample
    (tmp_path / "text_input.html").write_text(sample.replace(change, to))
    monkeypatch.setattr(f"{__name__}.SAMPLES", tmp_path)
    with pytest.raises(AssertionError):
        _hold_against_the_kit("text_input")


def _hold_against_the_kit(sample: str) -> None:
    test_a_component_keeps_the_kits_skeleton(sample)
    test_a_component_uses_no_class_that_the_kit_does_not_know(sample)
    test_a_component_says_to_screen_readers_what_the_kit_says(sample)


def test_every_style_of_the_kit_that_is_loaded_finds_its_pictures() -> None:
    folder = settings.FRONT_END / "krds-uiux" / "resources" / "css" / "component"
    style = (folder / "output.css").read_text()
    pictures = {part.split(")")[0].strip("\"'") for part in style.split("url(")[1:]}
    assert pictures
    assert [picture for picture in pictures if not (folder / picture).exists()] == []
