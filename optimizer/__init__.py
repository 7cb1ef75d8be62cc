"""The reasoning: how lines are redrawn and posts allocated."""
