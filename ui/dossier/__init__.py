"""What the programme of a case asks: to read, and to fill in."""
