"""Pages for arrivals: the list, one arrival, its list of people, and the desk on the day."""
