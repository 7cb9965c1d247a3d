-- People without an IIN: the serial of their temporary ids. Gaps are harmless, repeats are not.
create sequence temporary_id_serial;

-- Who in the viewer's clinics might be the same person: a few rows to be judged in domain/people.py. The conditions
-- are not leakproof and would lose their indexes under row-level security, so this one function filters by itself.
create function people_alike(birth_dates date[], parts text[], numbers text[], family_names text[], given_names text[],
                             at_most integer)
    returns setof uuid language sql stable security definer set search_path = public
    set plan_cache_mode = force_custom_plan as $$
    (select id from patient where clinic_id = any (emhana_clinics()) and merged_into is null
        and birth_date = any (birth_dates) and search_tokens && parts limit at_most)
    union
    (select id from patient where clinic_id = any (emhana_clinics()) and merged_into is null
        and phones && numbers limit at_most)
    union
    (select id from patient where clinic_id = any (emhana_clinics()) and merged_into is null
        and search_tokens && family_names and search_tokens && given_names
      order by abs(birth_date - birth_dates[1]) limit at_most)
$$;
revoke all on function people_alike from public;
grant execute on function people_alike to emhana_staff;

-- The names of colleagues who recorded something; accounts themselves stay closed.
create function account_names(of_accounts uuid[]) returns table (id uuid, name varchar)
    language sql stable security definer set search_path = public as $$
    select a.id, a.name from account a
     where a.id = any (of_accounts) and (a.clinic_id = any (emhana_clinics()) or a.id = emhana_account())
$$;
revoke all on function account_names from public;
grant execute on function account_names to emhana_staff, emhana_patient, emhana_system;
