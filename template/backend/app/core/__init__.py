"""What every feature stands on. These files come from the template: `copier update` renews them."""
