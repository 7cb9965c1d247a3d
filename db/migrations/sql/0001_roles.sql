-- Who may connect and as whom a transaction reads. The server's role owns nothing and may read nothing by itself:
-- each transaction puts on one of the narrow roles, and its policies.
do $$
declare name text;
begin
    foreach name in array array['emhana_owner', 'emhana_staff', 'emhana_patient', 'emhana_public', 'emhana_system',
                                'emhana_directory', 'emhana_transfer'] loop
        if not exists (select from pg_roles where rolname = name) then
            execute format('create role %I nologin noinherit', name);
        end if;
    end loop;
    if not exists (select from pg_roles where rolname = 'emhana_server') then
        create role emhana_server login noinherit nobypassrls;
    end if;
    execute format('grant emhana_owner, emhana_server to %I', session_user);
end $$;
grant emhana_staff, emhana_patient, emhana_public, emhana_system, emhana_directory, emhana_transfer to emhana_server;
grant usage, create on schema public to emhana_owner;
grant usage on schema public to emhana_server, emhana_staff, emhana_patient, emhana_public, emhana_system,
    emhana_directory, emhana_transfer;
