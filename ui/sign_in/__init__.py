"""Coming in: signing in to a vault, and making the first one."""
