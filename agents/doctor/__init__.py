"""Say in one screen whether the model's server is right for the agent: `python -m agents.doctor`."""
