"""Facts that all work stands on: law, people, organisations, events, notices, surveys."""
