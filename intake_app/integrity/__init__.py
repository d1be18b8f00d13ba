"""Is the vault whole? The full check, going on after an alarm, and salvage."""
