"""The only rooms that touch the network (client) and raw/ (archive)."""
