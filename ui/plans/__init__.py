"""Screens of reintegration plans."""
