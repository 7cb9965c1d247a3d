-- A client's token is a session of its own, for minutes and for one scope; a browser's has none.
alter table session add column scope varchar;

drop function session_of;
create function session_of(given_hash bytea, idle interval, touch boolean)
    returns table (session_id uuid, account_id uuid, login text, name text, role text, clinic_id uuid, regions text[],
                   patient_id uuid, language text, clinic_ids uuid[], revealed uuid[], authenticated_at timestamptz,
                   ends_at timestamptz, latest_at timestamptz, one_time_password boolean, scope text)
    language sql volatile security definer set search_path = public as $$
    with held as (
        -- Not every click is worth a write: a use counts when the last that counted is half a minute old.
        select s.*, case when touch and s.last_seen_at < now() - interval '30 seconds' then now() else s.last_seen_at end as seen
          from session s
         where s.token_hash = given_hash and s.revoked_at is null and s.expires_at > now() and s.last_seen_at > now() - idle
    ), touched as (
        update session s set last_seen_at = held.seen from held where s.id = held.id and s.last_seen_at < held.seen
    )
    select held.id, a.id, a.login, a.name, a.role, a.clinic_id, a.regions, a.patient_id, a.language,
           case when a.role in ('AUDITOR', 'FUND_OFFICER')
                then array(select c.id from clinic c where c.region_code = any (a.regions))
                else array_remove(array[a.clinic_id], null) end,
           array(select r.patient_id from reveal r where r.account_id = a.id and r.until > now()),
           held.authenticated_at, least(held.expires_at, held.seen + idle), held.expires_at,
           a.one_time_until is not null, held.scope
      from held join account a on a.id = held.account_id and a.active
$$;
revoke all on function session_of from public;
grant execute on function session_of to emhana_public;
