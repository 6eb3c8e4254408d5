"""Choose an exhibition from a collection: a brief in plain words, rules that are kept, a show that could hang."""
