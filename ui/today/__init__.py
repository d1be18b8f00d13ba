"""What is due: the page that a day begins with."""
