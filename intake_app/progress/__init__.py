"""How far the activities of an approved plan have come, and what shows it."""
