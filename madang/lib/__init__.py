"""Tools that know nothing of government."""
