from coachingpairs.celery import app

__all__ = ["app"]
