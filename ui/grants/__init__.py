"""Screens of grant requests."""
