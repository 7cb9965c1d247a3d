-- What the peer needs beside the tables to show the same screens.
drop schema if exists peer cascade;
create schema peer;
grant usage on schema peer to emhana_staff, emhana_server;

-- The search box; the look-ups come ready-made.
create function peer.found(lookups jsonb, family text) returns setof patient rows 20 language sql stable as $$
    select p.* from search_people(lookups, '[]', family, null, null, 20, 60)
               with ordinality s (id, family_name, given_name, patronymic, place) join patient p on p.id = s.id
     order by s.place limit 20
$$;

-- Family links from either side; both halves keep their index.
create view peer.family_side with (security_invoker = true) as
    select l.id, l.patient_id as person_id, l.relative_id as other_id, l.tie, l.since, l.until from family_link l
    union all
    select l.id, l.relative_id, l.patient_id,
           case l.tie when 'MOTHER' then 'CHILD' when 'FATHER' then 'CHILD' when 'GUARDIAN' then 'WARD'
                      when 'WARD' then 'GUARDIAN' when 'GRANDPARENT' then 'GRANDCHILD' when 'GRANDCHILD' then 'GRANDPARENT'
                      when 'CHILD' then case (select sex from patient o where o.id = l.patient_id)
                                        when 'FEMALE' then 'MOTHER' else 'FATHER' end
                      else l.tie end,
           l.since, l.until
      from family_link l;
grant select on peer.family_side to emhana_staff;
grant execute on all functions in schema peer to emhana_staff;
