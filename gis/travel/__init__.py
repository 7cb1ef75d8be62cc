"""Travel: how far it is on the roads, on foot and by car, and what lies apart from them."""
