"""Questions of the operator."""
