"""Speed, always beside something else that is measured in the same run: `nox -s bench`."""
