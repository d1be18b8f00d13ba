"""Invented rosters with planted pairs, to measure how duplicates are found."""
