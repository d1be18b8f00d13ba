"""Assessments behind the goals of a plan: wishes and whether they are feasible, skills, prospects."""
