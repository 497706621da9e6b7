"""The command `madang`; what it can do stands in `madang.site.cli`."""

from madang.site.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
