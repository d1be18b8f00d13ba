"""The end of a case: what is still missing, who asks, who approves, and how it is opened again."""
