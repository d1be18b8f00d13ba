"""Reintegration plans: goals, activities, and budget lines against the ceilings of a programme."""
