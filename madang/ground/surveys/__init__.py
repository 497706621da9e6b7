"""Surveys: short questions at the end of a case, anonymous once answered (설문: 시민이 느낀 결과)."""
