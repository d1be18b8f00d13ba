"""The encrypted folder: who may open it, how it is opened, and how it is written (FORMAT.md)."""
