"""The people who work here: their logins are in the key file, their names in the vault."""
