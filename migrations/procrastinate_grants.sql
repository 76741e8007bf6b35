-- Our additions to the queue. Runs after procrastinate_3_10.sql.

-- A job that waits under this queueing lock is kept from starting until the caller has committed,
-- so that it will see what the caller did: a worker skips rows that somebody has locked. False:
-- none waits (any more). The web role may lock no row itself, hence SECURITY DEFINER.
CREATE FUNCTION hold_waiting_job(wanted text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
BEGIN
    PERFORM id FROM procrastinate_jobs WHERE queueing_lock = wanted AND status = 'todo' FOR SHARE;
    RETURN FOUND;
END;
$$;

-- What the two roles may do with the queue, where they exist.
-- Default privileges give both everything on each new table, so the web role starts with a REVOKE.
-- It reads queueing_lock because PostgreSQL names a value that is taken only to who may read it,
-- and procrastinate asserts that it is named.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_web') THEN
        REVOKE ALL ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
            procrastinate_workers FROM app_web;
        REVOKE ALL ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq,
            procrastinate_periodic_defers_id_seq, procrastinate_workers_id_seq FROM app_web;
        GRANT INSERT (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at),
            SELECT (id, queueing_lock) ON procrastinate_jobs TO app_web;
        GRANT INSERT (job_id, type, at) ON procrastinate_events TO app_web;
        GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq TO app_web;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_worker') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events,
            procrastinate_periodic_defers, procrastinate_workers TO app_worker;
        GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq,
            procrastinate_periodic_defers_id_seq, procrastinate_workers_id_seq TO app_worker;
    END IF;
END;
$$;
