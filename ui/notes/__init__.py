"""Sealed notes: reading them, writing them, and the letters that reception adds."""
