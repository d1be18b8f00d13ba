"""The care of the office: colleagues, programmes, the audit log, settings."""
