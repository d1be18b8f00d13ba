"""Grants: what is asked for a line of the approved plan, and what was decided."""
