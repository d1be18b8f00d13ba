"""What leaves the desk and what comes back: batch files, receipts and key cards (FORMAT.md)."""
