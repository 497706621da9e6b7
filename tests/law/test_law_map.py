"""The law map is current, and every article it names belongs to an act that is described."""

from madang.ground.law import definition, law_map
from madang.ground.law.articles import article, carried


def test_the_committed_map_is_what_would_be_written_now() -> None:
    assert law_map.TARGET.read_text("utf-8") == law_map.law_map(), "run: make docs"


def test_every_article_belongs_to_a_described_act_and_says_what_it_does() -> None:
    law_map.meet_all_rules()
    assert carried()
    assert {entry.act for entry in carried()} <= set(definition.acts())
    assert all(entry.sentence.endswith(".") for entry in carried())


def test_every_article_is_tried() -> None:
    assert "nothing yet" not in law_map.law_map()


def test_marking_a_function_leaves_it_as_it_is() -> None:
    def one() -> int:
        """Say one."""
        return 1

    before = set(carried())
    marked = article("petitions-act", "1")(one)
    assert marked is one
    (new,) = set(carried()) - before
    assert (new.article, new.sentence) == ("1", "Say one.")
    from madang.ground.law import articles

    del articles._register["petitions-act", "1", new.module, new.function]
