-- A lot's stock is the sum of its movements, kept under the lot's row lock; the check refuses less than nothing.
create function move_stock() returns trigger language plpgsql security definer set search_path = public as $$
begin
    update vaccine_lot set doses_left = doses_left + new.change where id = new.lot_id;
    return null;
end $$;
create trigger move_stock after insert on vaccine_lot_movement for each row execute function move_stock();

-- One class at a time.
alter table organised_group_member add constraint one_group_at_a_time exclude using gist (
    uuidrange(patient_id, patient_id, '[]') with &&, daterange(since, until) with &&);

-- The clinic that answers for a person has the whole record: docs/adr/0006-history-follows-the-record.md.
do $$
declare name text;
begin
    foreach name in array array['dose', 'adverse_event', 'deferral', 'consent', 'tuberculin_test',
                                'organised_group_member', 'immunization_session_person'] loop
        execute format('create trigger answer_for_record before insert on %I '
                       'for each row execute function answer_for_record()', name);
        execute format('create trigger never_deleted before delete on %I '
                       'for each row execute function refuse_change()', name);
    end loop;
end $$;
create trigger never_changed before update or delete on vaccine_lot_movement
    for each row execute function refuse_change();

create function follow_record() returns trigger language plpgsql security definer set search_path = public as $$
declare name text;
begin
    foreach name in array array['dose', 'adverse_event', 'deferral', 'consent', 'tuberculin_test',
                                'organised_group_member', 'immunization_session_person'] loop
        execute format('update %I set record_clinic_id = $1 where patient_id = $2 and record_clinic_id <> $1', name)
            using new.clinic_id, new.id;
    end loop;
    update immunization_due set clinic_id = new.clinic_id where patient_id = new.id;
    update immunization_planning set clinic_id = new.clinic_id where patient_id = new.id;
    return null;
end $$;
create trigger follow_record after update of clinic_id on patient
    for each row when (old.clinic_id is distinct from new.clinic_id) execute function follow_record();

-- Whatever a plan was made of has changed: the planner looks again, unless the same transaction already did.
create function forget_plan(of_patients uuid[]) returns void language sql security definer set search_path = public as $$
    update immunization_planning set holds_until = '0001-01-01'
     where patient_id = any (of_patients) and holds_until > '0001-01-01'
$$;
revoke all on function forget_plan from public;

create function forget_plans_of_rows() returns trigger language plpgsql security definer set search_path = public as $$
begin
    -- A dose of a merged record counts for whom it was merged into.
    perform forget_plan(array(
        select patient_id from changed
        union select p.merged_into from changed join patient p on p.id = changed.patient_id
               where p.merged_into is not null));
    return null;
end $$;
do $$
declare name text;
begin
    foreach name in array array['dose', 'deferral', 'consent', 'tuberculin_test'] loop
        execute format('create trigger forget_plans_of_added after insert on %I referencing new table as changed '
                       'for each statement execute function forget_plans_of_rows()', name);
        execute format('create trigger forget_plans_of_changed after update on %I referencing new table as changed '
                       'for each statement execute function forget_plans_of_rows()', name);
    end loop;
end $$;

create function plan_person() returns trigger language plpgsql security definer set search_path = public as $$
begin
    if tg_op = 'INSERT' then
        insert into immunization_planning (patient_id, clinic_id, calendar, planned_on, holds_until)
        values (new.id, new.clinic_id, '', '0001-01-01', '0001-01-01') on conflict do nothing;
    else
        perform forget_plan(array_remove(array[new.id, old.merged_into, new.merged_into], null));
    end if;
    return null;
end $$;
create trigger plan_newcomer after insert on patient for each row execute function plan_person();
create trigger plan_changed after update of birth_date, sex, deceased_on, merged_into on patient
    for each row when ((old.birth_date, old.sex, old.deceased_on, old.merged_into)
                       is distinct from (new.birth_date, new.sex, new.deceased_on, new.merged_into))
    execute function plan_person();
insert into immunization_planning (patient_id, clinic_id, calendar, planned_on, holds_until)
select id, clinic_id, '', '0001-01-01', '0001-01-01' from patient;

-- Plans as JSON, many people at a time: the one way in which the dates are written.
create function store_immunization_plans(plans jsonb) returns integer
    language sql security definer set search_path = public as $$
    with planned as (
        select p.*, t.clinic_id
          from jsonb_to_recordset(plans) as p(patient_id uuid, calendar text, planned_on date, holds_until date,
                                              counted jsonb, due jsonb)
          join patient t on t.id = p.patient_id
         where emhana_setting('emhana.role') = 'SYSTEM' or t.clinic_id = any (emhana_clinics())
    ), wanted as (
        select p.patient_id, p.clinic_id, p.calendar, d.*
          from planned p, jsonb_to_recordset(p.due) as d(vaccine_group text, dose_number integer, earliest_on date,
              due_on date, past_due_on date, latest_on date, act_on date, obstacles text[], vaccines text[])
    ), gone as (
        delete from immunization_due d using planned p
         where d.patient_id = p.patient_id
           and not exists (select from wanted w where w.patient_id = d.patient_id and w.vaccine_group = d.vaccine_group)
    ), kept as (
        insert into immunization_due as d (patient_id, clinic_id, vaccine_group, dose_number, earliest_on, due_on,
                                           past_due_on, latest_on, act_on, obstacles, vaccines, calendar)
        select patient_id, clinic_id, vaccine_group, dose_number, earliest_on, due_on, past_due_on, latest_on, act_on,
               obstacles, vaccines, calendar
          from wanted
        on conflict (patient_id, vaccine_group) do update
           set clinic_id = excluded.clinic_id, dose_number = excluded.dose_number,
               earliest_on = excluded.earliest_on, due_on = excluded.due_on, past_due_on = excluded.past_due_on,
               latest_on = excluded.latest_on, act_on = excluded.act_on, obstacles = excluded.obstacles,
               vaccines = excluded.vaccines, calendar = excluded.calendar, planned_at = now()
         where (d.clinic_id, d.dose_number, d.earliest_on, d.due_on, d.past_due_on, d.latest_on, d.act_on, d.obstacles,
                d.vaccines, d.calendar)
               is distinct from
               (excluded.clinic_id, excluded.dose_number, excluded.earliest_on, excluded.due_on, excluded.past_due_on,
                excluded.latest_on, excluded.act_on, excluded.obstacles, excluded.vaccines, excluded.calendar)
    ), noted as (
        insert into immunization_planning (patient_id, clinic_id, calendar, planned_on, holds_until, counted)
        select patient_id, clinic_id, calendar, planned_on, holds_until, counted from planned
        on conflict (patient_id) do update
           set clinic_id = excluded.clinic_id, calendar = excluded.calendar, planned_on = excluded.planned_on,
               holds_until = excluded.holds_until, counted = excluded.counted, planned_at = now()
        returning 1
    )
    select count(*)::integer from noted
$$;
revoke all on function store_immunization_plans from public;
grant execute on function store_immunization_plans to emhana_staff, emhana_system;
