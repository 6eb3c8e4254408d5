"""Server faults: what the agent makes of a model's server that fails in twelve ways."""
