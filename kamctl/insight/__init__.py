"""What plans say: pure functions of plans, the schema and a day that make reports; renderings only spell them."""
