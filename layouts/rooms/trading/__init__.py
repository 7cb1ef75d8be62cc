"""取舍: sets of plans that differ in one number."""
