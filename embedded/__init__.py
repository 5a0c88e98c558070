"""PostgreSQL and Valkey for the demo and the tests, and the commands of ``dev.py``.

Nothing of the application imports this package, and production never has it at work.
"""
