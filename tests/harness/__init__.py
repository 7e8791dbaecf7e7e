"""What the layers share: this machine, the template under test, projects made from it, programs that run."""
