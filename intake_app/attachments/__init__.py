"""Photographs and scans about a person: read safely, kept in the vault, erased with the person."""
