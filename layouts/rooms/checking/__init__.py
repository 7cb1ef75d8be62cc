"""Pages that hold plans against something else: plans that nobody wished for, and nets of departments."""
