"""What somebody was typing when they were interrupted, kept inside the vault for its author."""
