"""What takes hours, and is run before a release: ``make test-release``."""
