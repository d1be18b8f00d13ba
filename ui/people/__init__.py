"""Registering returnees and their households."""
