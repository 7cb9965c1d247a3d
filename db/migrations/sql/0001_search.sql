-- Searching people by name, phone and birth date. Operators that may leak (@>, &&) lose their index under row-level
-- security, so these functions read past it and narrow to the viewer's own clinics by themselves: the clinics come from
-- the transaction's setting, never from an argument. db/queries/search.py makes the terms and ranks what is found.

-- Each look-up is fenced: the planner would rather read a whole clinic in the order of its names, or by birth date
-- (hence `+ 0`), and compare every person's terms. It is bounded too: one letter means too many to rank.
create function search_people_in(
    of_clinic uuid, must text[], a text[], b text[], c text[], z text[], born_from date, born_to date, at_most integer
) returns table (id uuid, family_name text, given_name text, patronymic text)
    language plpgsql stable set search_path = public set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
begin
    return query
        with hit as materialized (
            select p.id, p.clinic_id, p.merged_into, p.sort_key, p.family_name, p.given_name, p.patronymic from patient p
             where (must is null or p.search_tokens @> must) and (a is null or p.search_tokens && a)
               and (b is null or p.search_tokens && b) and (c is null or p.search_tokens && c)
               and (z is null or p.search_tokens && z)
               and (born_from is null or p.birth_date + 0 between born_from and born_to)
             limit 8000)
        select h.id, h.family_name::text, h.given_name::text, h.patronymic::text from hit h
         where h.clinic_id = of_clinic and h.merged_into is null
         order by h.sort_key limit at_most;
end $$;

create function search_people(
    whole text[],     -- terms of the words that are finished
    last_word text,   -- the last word's term, were it finished
    beginning text[], -- its trigrams, for it may be unfinished
    first_typos text[], second_typos text[], third_typos text[], -- for each word but the last: terms one typo away
    last_typos text[],
    born_from date, born_to date, at_most integer
) returns table (id uuid, family_name text, given_name text, patronymic text)
    language plpgsql stable security definer set search_path = public as $$
declare
    k record;
    a text[]; b text[]; c text[]; z text[]; start text[];
    found_now integer;
begin
    for k in select clinic.id, clinic.number from clinic where clinic.id = any (emhana_clinics()) loop
        start := search_terms(k.number, whole || beginning);
        return query select * from search_people_in(k.id, search_terms(k.number, whole || last_word),
            null, null, null, null, born_from, born_to, at_most);
        get diagnostics found_now = row_count;
        continue when found_now >= at_most;
        return query select * from search_people_in(k.id, start, null, null, null, null, born_from, born_to, at_most);
        get diagnostics found_now = row_count;
        continue when found_now >= at_most;
        a := search_terms(k.number, first_typos);
        b := search_terms(k.number, second_typos);
        c := search_terms(k.number, third_typos);
        z := search_terms(k.number, last_typos);
        return query select * from search_people_in(k.id, null, a, b, c, z, born_from, born_to, at_most);
        if a is not null then
            start := search_terms(k.number, beginning);
            return query select * from search_people_in(k.id, start, a, b, c, null, born_from, born_to, at_most);
        end if;
    end loop;
end $$;

create function search_terms(clinic_number integer, terms text[]) returns text[] language sql immutable parallel safe
    return (select array_agg(clinic_number || ':' || t) from unnest(terms) t);

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
