"""`python -m brightline`."""

from brightline.cli.main import main

main()
