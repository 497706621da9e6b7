"""Evidence: event logs read and measured exactly (증거: 업무 기록의 측정)."""
