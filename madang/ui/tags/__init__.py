"""The components, grouped by what they are for; `templatetags.ui` gathers them into one library."""
