"""Whole ways through the program, as a clerk goes them."""
