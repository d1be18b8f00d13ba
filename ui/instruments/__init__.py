"""Screens for the questionnaires of the office."""
