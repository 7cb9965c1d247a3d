-- Searching people by name, phone and birth date. Operators that may leak (@>, &&) lose their index under row-level
-- security, so these functions read past it and narrow to the viewer's own clinics by themselves: the clinics come from
-- the transaction's setting, never from an argument. db/queries/search.py makes the terms and ranks what is found.

-- Terms as they are stored: each begins with the number of the clinic that answers for the person.
create function search_terms(clinic_number integer, terms jsonb) returns text[] language sql immutable parallel safe
    return (select array_agg(clinic_number || ':' || t) from jsonb_array_elements_text(terms) t);

-- One look-up: people of one clinic who have all terms of `must` and at least one of each other list that is given.
-- It is fenced: the planner would rather read a whole clinic in the order of its names, or by birth date (hence `+ 0`),
-- and compare every person's terms. It is bounded too: one letter means too many to rank.
create function search_people_in(
    of_clinic uuid, family text, must text[], a text[], b text[], c text[], d text[],
    born_from date, born_to date, at_most integer
) returns table (id uuid, family_name text, given_name text, patronymic text)
    language plpgsql stable set search_path = public set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
begin
    return query
        with hit as materialized (
            select p.id, p.clinic_id, p.merged_into, p.search_key, p.sort_key, p.family_name, p.given_name, p.patronymic
              from patient p
             where (must is null or p.search_tokens @> must)
               and (a is null or p.search_tokens && a) and (b is null or p.search_tokens && b)
               and (c is null or p.search_tokens && c) and (d is null or p.search_tokens && d)
               and (born_from is null or p.birth_date + 0 between born_from and born_to)
             limit 8000)
        select h.id, h.family_name::text, h.given_name::text, h.patronymic::text from hit h
         where h.clinic_id = of_clinic and h.merged_into is null
         order by starts_with(h.search_key, family) desc, h.sort_key limit at_most;
end $$;

-- Look-ups one after another, in each clinic of the viewer, until enough people are found; at most so many of each,
-- for ranking. A look-up is
-- {"must": [term, …], "any": [[term, …], …], "unless_found": true}; the last word of the query, `family`, comes first
-- where it begins a family name.
create function search_people(
    lookups jsonb, family text, born_from date, born_to date, enough integer, at_most integer
) returns table (id uuid, family_name text, given_name text, patronymic text)
    language plpgsql stable security definer set search_path = public as $$
declare
    clinic record;
    lookup jsonb;
    found_now integer;
    found_so_far integer;
begin
    for clinic in select k.id, k.number from clinic k where k.id = any (emhana_clinics()) loop
        found_so_far := 0;
        for lookup in select l from jsonb_array_elements(lookups) l loop
            continue when found_so_far > 0 and (lookup->'unless_found')::boolean;
            return query select * from search_people_in(
                clinic.id, family, search_terms(clinic.number, lookup->'must'),
                search_terms(clinic.number, lookup#>'{any,0}'), search_terms(clinic.number, lookup#>'{any,1}'),
                search_terms(clinic.number, lookup#>'{any,2}'), search_terms(clinic.number, lookup#>'{any,3}'),
                born_from, born_to, at_most);
            get diagnostics found_now = row_count;
            found_so_far := found_so_far + found_now;
            exit when found_so_far >= enough;
        end loop;
    end loop;
end $$;

create function search_people_by_phone(number text, at_most integer) returns table (id uuid)
    language plpgsql stable security definer set search_path = public set plan_cache_mode = force_custom_plan as $$
begin
    return query
        with hit as materialized (select p.* from patient p where p.phones @> array[number])
        select h.id from hit h where h.clinic_id = any (emhana_clinics()) and h.merged_into is null
         order by h.sort_key limit at_most;
end $$;

revoke all on function search_people_in, search_people, search_people_by_phone from public;
grant execute on function search_people, search_people_by_phone to emhana_staff;
