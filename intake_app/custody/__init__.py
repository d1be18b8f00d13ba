"""Custody of the keys: who may open the vault, what was sealed for whom, and the recovery key."""
