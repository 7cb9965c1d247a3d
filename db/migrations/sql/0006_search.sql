-- A typo is looked for among the words that names in the clinic really have: of the hundreds of words one letter away
-- from a typed one few are anybody's name, and a look-up with those few is ten times as fast.

-- Those of the terms of one list that somebody in a clinic has, as they are stored.
create function search_known(clinic_number integer, terms jsonb) returns jsonb
    language plpgsql stable set search_path = public set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
begin
    return (select coalesce(jsonb_agg(t), '[]') from unnest(search_terms(clinic_number, terms)) t
             where exists (select from patient p where p.search_tokens @> array[t]));
end $$;

create function search_near(known jsonb, place jsonb) returns text[] language sql immutable parallel safe
    return case when place is not null then array(select jsonb_array_elements_text(known->place::integer)) end;

-- As the function of six arguments in 0001_search.sql, which servers of the release before still call; here a look-up
-- names the lists of `near` that it means by their places: {"must": [term, …], "near": [0, 1], "unless_found": true}.
create function search_people(
    lookups jsonb, near jsonb, family text, born_from date, born_to date, enough integer, at_most integer
) returns table (id uuid, family_name text, given_name text, patronymic text)
    language plpgsql stable security definer set search_path = public as $$
declare
    clinic record;
    lookup jsonb;
    known jsonb;
    found_now integer;
    found_so_far integer;
begin
    for clinic in select k.id, k.number from clinic k where k.id = any (emhana_clinics()) loop
        found_so_far := 0;
        known := null;
        for lookup in select l from jsonb_array_elements(lookups) l loop
            continue when found_so_far > 0 and (lookup->'unless_found')::boolean;
            if known is null and lookup ? 'near' then
                known := (select jsonb_agg(search_known(clinic.number, terms)) from jsonb_array_elements(near) terms);
            end if;
            return query select * from search_people_in(
                clinic.id, family, search_terms(clinic.number, lookup->'must'),
                search_near(known, lookup#>'{near,0}'), search_near(known, lookup#>'{near,1}'),
                search_near(known, lookup#>'{near,2}'), search_near(known, lookup#>'{near,3}'),
                born_from, born_to, at_most);
            get diagnostics found_now = row_count;
            found_so_far := found_so_far + found_now;
            exit when found_so_far >= enough;
        end loop;
    end loop;
end $$;

revoke all on function search_known, search_near, search_people(jsonb, jsonb, text, date, date, integer, integer)
    from public;
grant execute on function search_people(jsonb, jsonb, text, date, date, integer, integer) to emhana_staff;
