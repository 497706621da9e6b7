"""Rounds: many people asked with one questionnaire, before a reform and after it (조사 회차)."""
