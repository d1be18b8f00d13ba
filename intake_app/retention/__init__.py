"""How long files are kept: the rule of the office, a date per file, and what is due."""
