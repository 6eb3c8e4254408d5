"""What the agent knows: records, catalogues in and out, encoders, MaxSim and the index."""
