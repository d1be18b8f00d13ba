"""Complaints and feedback: the form for everybody, the register for supervisors."""
