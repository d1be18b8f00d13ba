"""The disk that fails: power cuts replayed from a record, and calls that return an error."""
