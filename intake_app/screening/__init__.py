"""The screening after arrival: difficulties, health, exploitation, vulnerability, children."""
