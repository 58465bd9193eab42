-- What the runtime role may do with the tables. As the owner, after every migrate; running it again is harmless.
--
--   manage.py dbshell -- --file deploy/sql/grants.sql
--
-- Another name: --set runtime=…
\set ON_ERROR_STOP on
\if :{?runtime}
\else
\set runtime oversight_run
\endif
BEGIN;
REVOKE ALL ON SCHEMA public FROM :"runtime";
GRANT USAGE ON SCHEMA public TO :"runtime";
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM :"runtime";
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM :"runtime";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"runtime";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"runtime";

-- Tables of later migrations work at once; this script then takes away what is too much.
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM :"runtime";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"runtime";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"runtime";

-- Append-only tables: those whose trigger refuses every change, without a condition.
SELECT format('REVOKE UPDATE, DELETE ON %s FROM %I', tgrelid::regclass, :'runtime')
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal AND tgqual IS NULL
    AND tgname LIKE 'pgtrigger\_%append\_only\_%' \gexec

-- Only the owner says which migrations were run.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM :"runtime";

-- A session may ask the triggers of django-pgtrigger to stand aside (tests do). Only the owner is heard.
DO $$
BEGIN
    IF to_regprocedure('public._pgtrigger_should_ignore(name)') IS NOT NULL THEN
        EXECUTE format($f$
            CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN AS $b$
            BEGIN
                IF current_user <> %L OR NULLIF(current_setting('pgtrigger.ignore', true), '') IS NULL THEN
                    RETURN FALSE;
                END IF;
                RETURN trigger_name = ANY (current_setting('pgtrigger.ignore', true)::TEXT[]);
            END;
            $b$ LANGUAGE plpgsql
        $f$, current_user);
    END IF;
END
$$;
COMMIT;
