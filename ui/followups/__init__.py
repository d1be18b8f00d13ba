"""Follow-ups: the list of all, those of a case, and the pages on which they are written."""
