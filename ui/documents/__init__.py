"""Screens of the papers: preview, print, export."""
