-- The viewer of this transaction, as the server told it; empty where it did not.
create type uuidrange as range (subtype = uuid);

create function emhana_setting(name text) returns text
    language sql stable parallel safe
    return nullif(current_setting(name, true), '');

create function emhana_account() returns uuid language sql stable parallel safe
    return emhana_setting('emhana.account')::uuid;
create function emhana_patient() returns uuid language sql stable parallel safe
    return emhana_setting('emhana.patient')::uuid;
create function emhana_clinics() returns uuid[] language sql stable parallel safe
    return coalesce(emhana_setting('emhana.clinics')::uuid[], '{}');
create function emhana_regions() returns text[] language sql stable parallel safe
    return coalesce(emhana_setting('emhana.regions')::text[], '{}');
create function emhana_today() returns date language sql stable parallel safe
    return (now() at time zone 'Asia/Almaty')::date;
