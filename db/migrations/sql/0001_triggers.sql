-- One attachment at a time.
alter table attachment add constraint one_attachment_at_a_time exclude using gist (
    uuidrange(patient_id, patient_id, '[]') with &&, daterange(starts_on, ends_on) with &&);

-- The number of people on a doctor's list, and the last word on its norm: both under the lock of the list's row.
create function count_list_of_inserted() returns trigger language plpgsql security definer set search_path = public as $$
begin
    update doctor_list l set people = l.people + n.people
      from (select list_id, count(*) as people from new_rows where ends_on is null and list_id is not null group by 1) n
     where l.id = n.list_id;
    if exists (select from new_rows n join doctor_list l on l.id = n.list_id
                where n.ends_on is null and n.list_limit is not null and l.people > n.list_limit) then
        raise exception 'the list is full' using errcode = 'check_violation', constraint = 'list_limit';
    end if;
    return null;
end $$;
create trigger count_list_of_inserted after insert on attachment
    referencing new table as new_rows for each statement execute function count_list_of_inserted();

create function count_list_of_updated() returns trigger language plpgsql security definer set search_path = public as $$
begin
    update doctor_list l set people = l.people + d.people
      from (select list_id, sum(people) as people from (
                select list_id, 1 as people from new_rows where ends_on is null
                union all select list_id, -1 from old_rows where ends_on is null) both_sides
            where list_id is not null group by 1 having sum(people) <> 0) d
     where l.id = d.list_id;
    return null;
end $$;
create trigger count_list_of_updated after update on attachment
    referencing old table as old_rows new table as new_rows for each statement execute function count_list_of_updated();

-- The clinic that answers for a person follows the attachment of today, and the person's history goes with it.
create function answer_for_record() returns trigger language plpgsql security definer set search_path = public as $$
begin
    select clinic_id into strict new.record_clinic_id from patient where id = new.patient_id;
    return new;
end $$;
create trigger answer_for_record before insert on attachment for each row execute function answer_for_record();
create function follow_attachment() returns trigger language plpgsql security definer set search_path = public as $$
begin
    if daterange(new.starts_on, new.ends_on) @> emhana_today() then
        perform settle_patient(new.patient_id, new.clinic_id);
    end if;
    return null;
end $$;
create function settle_patient(of_patient uuid, to_clinic uuid) returns void
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
           search_tokens = array(select c.number || substr(token, strpos(token, ':')) from unnest(p.search_tokens) token)
      from clinic c
     where p.id = any (records) and c.id = to_clinic and p.clinic_id <> c.id;
end $$;
create trigger follow_attachment after insert or update of starts_on, ends_on, clinic_id on attachment
    for each row execute function follow_attachment();

-- What a person's record said before a change stays.
create function keep_patient_version() returns trigger language plpgsql security definer set search_path = public as $$
begin
    insert into patient_version (patient_id, clinic_id, version, row, replaced_by)
    values (old.id, old.clinic_id, old.version, to_jsonb(old) - 'search_tokens', emhana_account());
    return null;
end $$;
create trigger keep_patient_version after update on patient
    for each row when (old.version is distinct from new.version) execute function keep_patient_version();

-- Medical facts and the audit trail are never deleted, the trail never changed.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is not allowed', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger never_deleted before delete on patient for each row execute function refuse_change();
create trigger never_deleted before delete on attachment for each row execute function refuse_change();
create trigger never_changed before update or delete on access_event for each row execute function refuse_change();
create trigger never_changed before update or delete on access_seal for each row execute function refuse_change();
create trigger never_changed before update or delete on patient_version for each row execute function refuse_change();
