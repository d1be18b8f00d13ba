"""Photographs and scans about a person."""
