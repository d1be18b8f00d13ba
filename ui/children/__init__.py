"""The file of a child in a case: best interests, search for the family, counterpart, steps."""
