# What `flask` reads when it runs in this folder. Servers do not read it: there, production
# is the default. The environment and .env count before this file.
FLASK_APP=app
APP_MODE=development
