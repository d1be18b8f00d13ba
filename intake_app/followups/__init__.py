"""How it goes after the help has begun: visits planned, tried and made, and whose they are."""
