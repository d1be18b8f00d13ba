"""The assessments that the goals of a plan rest on."""
