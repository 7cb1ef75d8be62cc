"""How grids are redrawn: apportion, start, improve."""
