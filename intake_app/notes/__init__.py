"""Sealed notes about protection and health, and the letters by which reception adds to them."""
