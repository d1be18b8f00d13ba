"""Questionnaires of the office: XLSForm files read in, expressions, keys and scores."""
