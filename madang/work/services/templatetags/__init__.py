"""Words of services in templates."""
