"""What meetings and events share: where people come together, and how calendars learn of it."""
