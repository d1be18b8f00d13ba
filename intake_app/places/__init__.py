"""Places that an address can be chosen from: lists of administrative units, as data."""
