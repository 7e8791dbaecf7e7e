"""The programs that this one starts: what they get, how they end, and what their last words mean."""
