"""标准: every number that steers a plan, and a project's own in their place."""
