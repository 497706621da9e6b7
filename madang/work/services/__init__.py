"""Services: what a citizen can apply for, applications and certificates (민원·공공서비스)."""
