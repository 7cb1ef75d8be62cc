"""From files as they are to checked layers: opened, told what they hold, repaired aloud."""
