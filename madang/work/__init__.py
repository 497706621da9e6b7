"""Where people act: services, documents, disclosure, participation and the rest."""
