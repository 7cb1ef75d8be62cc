"""手工调整: the draft on the map, the tools of the hand, and what they do to it."""
