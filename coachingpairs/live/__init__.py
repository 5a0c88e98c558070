"""Screens that change by themselves: what changed is announced, re-read once, and sent to whoever looks.

A leaf: it knows streams, tickets and wake-ups, and nothing of what a room shows. An application registers
one reader (see ``protocol``), hands tickets to its pages (``tickets``) and announces changes
(``announcing``).
"""
