"""The room in which findings are written down: for people, for programs, for the services that run builds."""
