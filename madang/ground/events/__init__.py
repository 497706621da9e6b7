"""Events: the log of all that was done, only ever added to and chained by hashes (기록: 추가만 되는 업무 기록)."""
