"""What gunicorn reads wherever it is started in this folder."""

logger_class = "secondments.web.access_log.QuietLogger"
