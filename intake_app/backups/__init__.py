"""Backups of the vault: made, noted, found again and restored."""
