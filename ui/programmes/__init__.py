"""Programmes: what the packs say, and what a supervisor enters for this office."""
