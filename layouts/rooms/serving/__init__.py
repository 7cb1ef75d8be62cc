"""可达与忙闲: who reaches a facility in time on this ground, and what a year of events does to this plan."""
