"""Commands of claims: what a file says of a change."""
