"""Pages of claims: they ask and act, they never write."""
