"""The file of a child: best interests, search for the family, counterpart abroad, steps."""
