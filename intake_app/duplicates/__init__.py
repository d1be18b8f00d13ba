"""Persons who may be registered already: found while somebody types, judged by a human."""
