"""The processes that the program is made of, so that locking leaves nothing in memory."""
