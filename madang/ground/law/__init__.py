"""Law: counting rules and calendars as dated data, and articles as functions (법령: 기간 계산, 공휴일)."""
