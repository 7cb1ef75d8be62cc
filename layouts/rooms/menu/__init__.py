"""Pages of the menu: runs and help."""
