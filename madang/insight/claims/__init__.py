"""Claims: what a reform is said to have done, proved or refuted, and what citizens felt (주장과 증명)."""
