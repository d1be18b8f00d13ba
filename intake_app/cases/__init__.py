"""Cases: consents, the file itself, and decisions that need two people."""
