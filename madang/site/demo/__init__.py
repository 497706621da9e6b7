"""The demo: a fictional country, its people and what they did in the last months. All of it is invented."""
