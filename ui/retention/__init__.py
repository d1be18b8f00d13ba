"""How long files are kept, the destruction list, and the pages around them."""
