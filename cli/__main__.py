"""`python -m cli` is `gridwright`."""

from cli import main

main()
