"""What a person may ask for: the copy of everything, and corrections."""
