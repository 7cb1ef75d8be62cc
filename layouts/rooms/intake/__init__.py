"""导入: files become a district in three steps: what they are, what they hold, what is wrong with them."""
