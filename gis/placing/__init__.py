"""Where things lie: coordinate systems, the datums of web maps, and evidence against a declared place."""
