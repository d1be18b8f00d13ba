"""The breach log and its entries."""
