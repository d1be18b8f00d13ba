"""Screens of referrals and of the service directory."""
