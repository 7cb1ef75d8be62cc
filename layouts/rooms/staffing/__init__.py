"""人员: posts of grid workers, what leaders decide on, any other role, legal advisers, and who there is."""
