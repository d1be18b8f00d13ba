"""Immediate needs: what is given on arrival, against the post-arrival package, with a receipt."""
