"""Programmes as this office uses them: amounts that a supervisor entered, each change kept."""
