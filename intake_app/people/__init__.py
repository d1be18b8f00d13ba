"""Returnees: the person, their papers, their homecomings and their household."""
