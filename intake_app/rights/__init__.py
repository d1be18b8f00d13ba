"""What a person may ask for: a copy of everything that is held, and corrections."""
