"""Screens for asking the questions of a questionnaire, and for reading earlier rounds."""
