-- The database with its two roles: one that owns (migrations), one that only works (web, worker, beat, backup).
-- As a superuser, once; running it again changes passwords and repairs rights.
--
--   export OWNER_PASSWORD=… RUNTIME_PASSWORD=…
--   psql --dbname postgres --file deploy/sql/roles.sql
--
-- Other names: --set database=… --set owner=… --set runtime=…
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv runtime_password RUNTIME_PASSWORD
\if :{?database}
\else
\set database oversight
\endif
\if :{?owner}
\else
\set owner oversight_owner
\endif
\if :{?runtime}
\else
\set runtime oversight_run
\endif

-- The passwords below must not be written to the server's log.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';

SELECT format('CREATE ROLE %I', role) FROM unnest(ARRAY[:'owner', :'runtime']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE :"runtime" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'runtime_password';

-- C.UTF-8: the product sorts by keys of its own, and no upgrade of the system changes the order of an index.
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L',
    :'database', :'owner', 'UTF8', 'C.UTF-8', 'C.UTF-8')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

-- Nobody else gets in, and the runtime role may not even make a temporary table.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC, :"runtime";
GRANT CONNECT ON DATABASE :"database" TO :"runtime";

\connect :"database"
ALTER SCHEMA public OWNER TO :"owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC, :"runtime";
GRANT USAGE ON SCHEMA public TO :"runtime";
