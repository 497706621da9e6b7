"""Logs as standards write them, whole: XES (IEEE 1849-2016) and OCEL 2.0, each as values and as files."""
