"""The operator's pages: is all well, which definitions run, what failed, which holidays were decreed."""
