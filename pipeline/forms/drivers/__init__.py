"""Who touches the world for the forms: the client of npm."""
