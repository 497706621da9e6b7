"""Statistics on plain arrays: what the proof of a reform computes, and nothing of government."""
