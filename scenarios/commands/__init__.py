"""What each command does with folders: read, act, write, and tell."""
