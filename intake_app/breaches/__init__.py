"""The breach log: what was lost or seen by others, whose data it held, and what was done."""
