"""Counting: totals of areas, cells and other counts given to the rows that stand in them, and how surely."""
