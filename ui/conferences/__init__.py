"""Screens of case conferences."""
