"""The assembled website: settings, addresses, home, search and the command line."""
