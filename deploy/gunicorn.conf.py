"""How production serves pages: a few processes with a few threads each, behind the proxy.

Threads, because the proxy passes a slow upload on as it comes and a process without them would wait for it.
"""

import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"  # noqa: S108  heartbeats of workers, in memory
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
# Access logs would keep the tokens of links; errors go to standard error with the application's own lines.
accesslog = None
errorlog = "-"
