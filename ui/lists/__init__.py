"""Lists of many rows: the model that loads pages, the table, and the three panes around it."""
