"""The office: who may act, what was done, what is due, what may leave."""
