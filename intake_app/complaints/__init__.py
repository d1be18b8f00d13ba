"""Complaints and feedback: taken down by anybody, read and answered by the supervisor."""
