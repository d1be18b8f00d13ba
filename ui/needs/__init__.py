"""What is given on arrival: in a case, and to a whole arrival."""
