"""What goes to the hub, and its answers."""
