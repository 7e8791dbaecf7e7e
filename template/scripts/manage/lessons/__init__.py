"""The lessons: a task in a scratch folder each, and a look at what the learner has really done there."""
