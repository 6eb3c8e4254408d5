"""Does it work: tasks, metrics, reports, plots; `python -m eval`."""
