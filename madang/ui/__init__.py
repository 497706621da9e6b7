"""The components of the design system (KRDS) as template tags."""
