"""People: accounts of citizens and officials, absences and deputies (사람: 계정, 부재, 대리)."""
