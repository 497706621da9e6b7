"""Pages of services: they ask and act, they never write."""
