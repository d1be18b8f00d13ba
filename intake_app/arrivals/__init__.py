"""Arrivals: who comes with which flight, bus or boat, from the list to saved profiles."""
