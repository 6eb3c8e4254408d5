"""Server faults: what the agent makes of a model server that fails in twelve ways."""
