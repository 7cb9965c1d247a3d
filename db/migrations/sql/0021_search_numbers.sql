-- The terms by which names are found are kept as numbers instead of texts: a third less of each person's row, and a look-up
-- compares numbers. db/queries/search.py makes the same ones.

-- The clinic's number above, the CRC-32 of the term below: terms that share one are told apart when the names that are
-- found are ranked.
create function search_token(clinic_number integer, term text) returns bigint language sql immutable strict parallel safe
    return (clinic_number::bigint << 32) | crc32(convert_to(term, 'UTF8'));

create function tokens_of_texts(tokens text[]) returns bigint[] language sql immutable as $$
    select array(select search_token(split_part(t, ':', 1)::integer, substr(t, strpos(t, ':') + 1)) from unnest(tokens) t)
$$;
alter table patient alter column search_tokens drop default;
alter table patient alter column search_tokens type bigint[] using tokens_of_texts(search_tokens);
alter table patient alter column search_tokens set default '{}';
drop function tokens_of_texts;

-- Few were ever merged, and few are without an IIN.
drop index ix_patient_merged_into;
create index ix_patient_merged_into on patient (merged_into) where merged_into is not null;
alter table patient drop constraint uq_patient_temporary_id;
create unique index uq_patient_temporary_id on patient (temporary_id) where temporary_id is not null;

-- As in 0001_search.sql and 0006_search.sql, of numbers.
drop function search_people(jsonb, text, date, date, integer, integer);
drop function search_people_in;
drop function search_near;
drop function search_known;
drop function search_terms;

create function search_terms(clinic_number integer, terms jsonb) returns bigint[] language sql immutable parallel safe
    return (select array_agg(search_token(clinic_number, t)) from jsonb_array_elements_text(terms) t);

create function search_people_in(
    of_clinic uuid, family text, must bigint[], a bigint[], b bigint[], c bigint[], d bigint[],
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

create function search_known(clinic_number integer, terms jsonb) returns jsonb
    language plpgsql stable set search_path = public set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
begin
    return (select coalesce(jsonb_agg(t), '[]') from unnest(search_terms(clinic_number, terms)) t
             where exists (select from patient p where p.search_tokens @> array[t]));
end $$;

create function search_near(known jsonb, place jsonb) returns bigint[] language sql immutable parallel safe
    return case when place is not null then array(
        select t::bigint from jsonb_array_elements_text(known->place::integer) t) end;

revoke all on function search_people_in, search_known, search_near from public;

drop function people_alike;
create function people_alike(birth_dates date[], parts bigint[], numbers text[], family_names bigint[],
                             given_names bigint[], at_most integer)
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

create or replace function settle_patient(of_patient uuid, to_clinic uuid) returns void
    language plpgsql security definer set search_path = public as $$
declare
    records uuid[] := array(
        -- The person's own record, and those merged into it: they are one person's.
        with recursive tree as (
            select of_patient as id union select p.id from patient p join tree on p.merged_into = tree.id)
        select id from tree);
begin
    update attachment set record_clinic_id = to_clinic where patient_id = any (records) and record_clinic_id <> to_clinic;
    update family_link set clinic_id = to_clinic where patient_id = any (records) and clinic_id <> to_clinic;
    update merge set clinic_id = to_clinic where survivor_id = any (records) and clinic_id <> to_clinic;
    update patient p
       set clinic_id = c.id,
           search_tokens = array(select (c.number::bigint << 32) | (token & 4294967295) from unnest(p.search_tokens) token)
      from clinic c
     where p.id = any (records) and c.id = to_clinic and p.clinic_id <> c.id;
end $$;
