"""The program as real processes, looked at from outside: memory, locks, kills, sockets."""
