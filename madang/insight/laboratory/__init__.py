"""The laboratory: redesigns of a service tried on paper before they are tried on people (실험실: 모의실험)."""
