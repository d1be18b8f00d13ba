"""Deciding about what colleagues have written."""
