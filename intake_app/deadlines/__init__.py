"""The deadlines wall: what is overdue and due over everything that the desk does."""
