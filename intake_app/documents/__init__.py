"""Papers: what is printed on them (facts), how they look (forms), where they are kept (service).

Importing this package costs nothing: the PDF libraries come with ``forms`` and ``paper`` only.
"""
