"""The screening of a case: its questions, and what was answered."""
