"""The service directory, and referrals of a person to one of its providers."""
