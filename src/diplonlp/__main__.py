"""``python -m diplonlp`` is the command line."""

from diplonlp.cli import main

if __name__ == "__main__":
    main()
