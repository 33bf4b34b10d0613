"""The web app: pages for every room, served to this machine only. What is told to it is kept in memory alone."""
