"""How far the activities of the plan in force have come."""
