"""Benchmarks that print their figures; run one with `python -m tests.benchmarks.NAME`."""
