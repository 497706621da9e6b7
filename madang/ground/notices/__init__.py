"""Notices: what a person is told, on the page and by mail, in the person's language (알림)."""
