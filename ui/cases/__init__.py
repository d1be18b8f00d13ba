"""The case list, the case and its consents."""
