"""Police grids: the ground of every officer, drawn, valued, answered and told."""
