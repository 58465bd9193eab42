"""Names and times of the heartbeats by which background work shows that it is alive."""

WORKER_HEARTBEAT = "heartbeat:worker"
BEAT_HEARTBEAT = "heartbeat:timetable"
HEARTBEAT_SECONDS = 15
# Three missed beats mean it is gone.
HEARTBEAT_EXPIRES = 3 * HEARTBEAT_SECONDS
