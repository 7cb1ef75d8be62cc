"""An intake: files on their way to becoming ground, and what the user says about them."""
