"""Organisations: governments of two tiers, units, posts, functions, delegation (조직: 기관, 부서, 직위)."""
