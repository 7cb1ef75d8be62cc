"""Pages of the menu: runs, standards, help."""
