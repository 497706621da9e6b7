"""All components of the design system as one tag library, built into every template of the site."""

from django import template

from madang.ui.tags import buttons, forms, frame, layout, lists, marks, words

register = template.Library()
for group in (buttons, forms, frame, layout, lists, marks, words):
    register.tags.update(group.register.tags)
    register.filters.update(group.register.filters)
