"""Service standards: what a service promises, kept or broken in each case, counted and shown (서비스 이행표준)."""
