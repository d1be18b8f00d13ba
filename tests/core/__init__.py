"""Tests of ``intake_app``: no Qt, real vaults, real documents, real batches."""
