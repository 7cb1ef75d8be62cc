"""The rooms of the desk, in the order of a campaign."""
