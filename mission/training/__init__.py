"""Which training is required of whom, who has it, and until when."""
