"""Showing the program at work on invented persons. Not part of the desk itself."""
