"""The script that computes every published number of a claim again, from public files alone.

It is handed out with the files and runs with the standard library and DuckDB; so nothing here imports Madang.
Numbers that were simulated are simulated again with other dice and may differ by chance, which is said each time.
"""
