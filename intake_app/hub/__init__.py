"""The hub: takes the desks' batches into PostgreSQL and answers with signed receipts.

It runs on a server of the programme, not on the desks, and is not part of the desktop bundle. Its
words are English only: the codes are what an operator looks up.
"""
