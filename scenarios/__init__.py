"""The straight line: from files to a verified hand-over."""
