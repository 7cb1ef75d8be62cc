"""警格: a police grid for every officer, asked with heads by station, told on a map and in a table."""
