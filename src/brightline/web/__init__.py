"""The web app: pages for every room, served to this machine only. Nothing in it writes to disk."""
