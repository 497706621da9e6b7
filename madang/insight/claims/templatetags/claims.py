"""Texts of claims in the reader's language."""

from django import template

from madang.insight.claims.sentences import in_words

register = template.Library()
register.filter("words", in_words)
