"""Case conferences: a committee meets, reads what waits for it, and decides."""
