"""Flow: how anything moves: definitions, cases, stages, acts, clocks and the inbox (업무 흐름)."""
