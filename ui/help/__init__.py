"""The help: the program's own pages, in a window beside the work."""
