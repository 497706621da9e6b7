"""Figures of the office's pages in words."""

from django import template

from madang.ground.surveys.definition import Question
from madang.ui.words import in_language

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage; one place after the point, so that 99.6 % is not shown as 100 %."""
    return f"{100 * share:.1f}%"


@register.filter
def question_in_words(question: Question) -> str:
    """What was asked, in the reader's language."""
    return in_language(question.text.model_dump())
