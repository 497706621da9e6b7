"""Tables that are read on a phone, and pages of lists that keep the search and need no COUNT."""

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from madang.ground.people.models import Person
from madang.ui.pages import Stretch, stretch
from madang.ui.tables import labelled

TABLE = """<thead><tr><th scope="col">Name &amp; <b>post</b></th><th scope="col">Cases</th></tr></thead>
<tbody><tr><th scope="row">Kim</th><td class="n">3</td></tr><tr><td colspan="2">none</td></tr></tbody>"""


def drawn(source: str, address: str = "/", **context: Any) -> str:
    return str(engines["django"].from_string(source).render(context, RequestFactory().get(address)))


def test_each_cell_says_its_heading() -> None:
    table = labelled(TABLE)
    assert '<th scope="row" data-label="Name &amp; post">Kim' in table
    assert '<td class="n" data-label="Cases">3' in table


def test_a_row_with_merged_cells_stays_as_it_is() -> None:
    assert '<td colspan="2">none' in labelled(TABLE)


def test_a_heading_cannot_break_out_of_its_label() -> None:
    head = '<thead><tr><th scope="col">{{ word }}</th></tr></thead><tbody><tr><td>1</td></tr></tbody>'
    table = drawn('{% table "c" %}' + head + "{% endtable %}", word='"><script>')
    assert 'data-label="&quot;&gt;&lt;script&gt;"' in table
    assert "<script>" not in table


def test_a_wide_table_moves_in_a_frame_that_keys_reach() -> None:
    table = drawn('{% table caption="Months" phone="scroll" %}{% endtable %}')
    assert 'role="region"' in table
    assert 'tabindex="0"' in table


def test_pages_keep_the_search() -> None:
    page = Paginator(range(1000), 10).page(50)
    html = drawn("{% pagination page %}", "/cases/?q=%EC%86%8C%EC%9D%8C&page=50", page=page)
    assert 'href="?q=%EC%86%8C%EC%9D%8C&amp;page=51"' in html
    assert html.count("link-dot") == 2
    assert html.count('aria-current="page"') == 1


def test_a_list_of_one_page_shows_no_ways() -> None:
    assert drawn("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_a_list_of_unknown_length_only_goes_on_and_back() -> None:
    html = drawn("{% pagination page %}", page=Stretch([], 3, more=True))
    assert 'href="?page=2"' in html
    assert 'href="?page=4"' in html


def test_a_stretch_reads_one_row_more_and_counts_nothing(
    citizen: Person, clerk: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1) as asked:
        page = stretch(Person.objects.order_by("pk"), "1", size=1)
    assert "COUNT" not in asked.captured_queries[0]["sql"]
    assert len(page.object_list) == 1
    assert page.has_next()


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "²", "9" * 30, None])
def test_a_page_number_that_is_none_means_the_first(number: object, db: None) -> None:
    assert stretch(Person.objects.order_by("pk"), number).number == 1
