"""Programmes as data: what a scheme gives, to whom, how much, until when, and who says so."""
