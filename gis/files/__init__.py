"""Files as people hand them over: containers, archives, tables, encodings, down to rows."""
