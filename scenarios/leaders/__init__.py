"""What leaders decide on: the ways to staff a plan, each with its people, its money and its price."""
