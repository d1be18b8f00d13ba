"""The answers of a case to the questionnaires of the office, round after round."""
