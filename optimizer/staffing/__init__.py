"""How posts are counted and placed."""
