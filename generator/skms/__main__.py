"""`python -m skms`."""

from skms.cli import main

if __name__ == "__main__":
    main()
