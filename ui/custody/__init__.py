"""Who opens the vault: the recovery key and its sheet, colleagues' passphrases, roles, removal."""
