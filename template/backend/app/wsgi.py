"""What a production server runs: granian --interface wsgi app.wsgi:application"""

from app import create_app

application = create_app()
