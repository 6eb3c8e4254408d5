"""The index of a collection in LanceDB: building it, opening it, filtering it, finding names in it."""
