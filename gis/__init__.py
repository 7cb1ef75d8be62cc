"""The ground: everything that has a place on the map."""
