"""The end of a case: what is missing, asking for it, and opening the case again."""
