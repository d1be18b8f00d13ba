"""What a programme asks of a case beside the common profile: answers, training and papers."""
