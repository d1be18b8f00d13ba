"""The destruction list, signed, and the erasing of what stands on it."""
