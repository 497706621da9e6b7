"""Forms say what is wanted and what is wrong, to those who see them and to those who hear them."""

from typing import Any

from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override

from madang.ui.forms import DateInput, DateTimeInput


class Booking(forms.Form):
    """A form with what usually occurs."""

    name = forms.CharField(help_text="As in the register", widget=forms.TextInput({"class": "wide"}))
    day = forms.DateField(widget=DateInput)
    at = forms.DateTimeField(widget=DateTimeInput, required=False)
    way = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("The office is closed <then>.")


def drawn(source: str, **context: Any) -> str:
    with override("en"):
        return str(engines["django"].from_string(source).render(context, RequestFactory().get("/")))


def test_a_field_is_labelled_and_its_hint_tied_to_it() -> None:
    html = drawn("{% field form.name %}", form=Booking())
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext"' in html
    assert 'class="krds-input wide"' in html


def test_what_is_required_is_said_in_words() -> None:
    assert "required</span>" in drawn("{% field form.name %}", form=Booking())
    assert "required</span>" not in drawn("{% field form.at %}", form=Booking())


def test_a_mistake_is_tied_to_its_field() -> None:
    html = drawn("{% field form.name %}", form=Booking({}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html


def test_the_summary_names_all_mistakes_and_leads_to_them() -> None:
    html = drawn("{% error_summary form %}", form=Booking({}))
    assert "Please correct 4 things" in html
    assert 'href="#id_name"' in html
    assert 'href="#id_way"' in html
    assert "closed &lt;then&gt;" in html


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=Booking()).strip() == ""


def test_a_group_of_choices_is_named_as_a_group() -> None:
    html = drawn("{% field form.way %}", form=Booking({}))
    assert 'role="group"' in html
    assert 'aria-labelledby="id_way_label"' in html
    assert html.count('type="radio"') == 2


def test_a_plain_form_is_drawn_in_the_design_system() -> None:
    form = Booking({"name": '"><b>', "day": "2026-02-30"})
    html = drawn("{{ form }}", form=form)
    assert 'class="form-group"' in html
    assert "&quot;&gt;&lt;b&gt;" in html
    assert 'type="hidden" name="token"' in html
    assert html.strip() == drawn("{% form_fields form %}", form=form).strip()


def test_days_and_times_are_written_as_the_browsers_calendar_reads_them() -> None:
    initial = {"day": "2026-11-21"}
    html = drawn("{{ form.day }}", form=Booking(initial=initial))
    assert 'type="date"' in html
    assert 'value="2026-11-21"' in html


def test_a_button_that_cannot_be_pressed_says_why() -> None:
    html = drawn('{% button "Approve" because_not="You drafted this." name="act" value="approve" %}')
    assert "disabled" in html
    assert 'type="button"' in html
    assert "You drafted this." in html


def test_further_attributes_of_a_button_are_escaped() -> None:
    html = drawn('{% button "Go" hx_get=address data_x=True href="/a" %}', address='/?a="b')
    assert 'hx-get="/?a=&quot;b"' in html
    assert "data-x" in html
