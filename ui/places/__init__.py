"""Screens for the lists of places that addresses are chosen from."""
