"""The tests. They are packages, so that ``python -m tests.shots`` works and names never clash."""
