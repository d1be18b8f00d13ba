"""Assessments behind the goals of a plan: wishes, skills, opportunities and risks."""
