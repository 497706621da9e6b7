"""Pages of the laboratory: what was foretold, for everybody; trying, for those who redesign."""
