"""What the agent can do: a verb for each tool. Outer arguments are what a tool needs, inner ones what the model fills in."""
