"""Records that turned out to be one person: compared column by column, linked, never merged."""
