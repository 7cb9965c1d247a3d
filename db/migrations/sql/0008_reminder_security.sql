-- Who may see and change what of reminders; and the one door that needs no signing in.
do $$
declare name text;
begin
    foreach name in array array['reminder', 'reminder_item', 'reminder_opt_out', 'reminder_channel'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy owner on %I to emhana_owner using (true) with check (true)', name);
        execute format('create policy everything on %I to emhana_system using (true) with check (true)', name);
        execute format('grant select, insert, update on %I to emhana_system', name);
        execute format('create trigger never_deleted before delete on %I '
                       'for each row execute function refuse_change()', name);
    end loop;
    foreach name in array array['reminder', 'reminder_item', 'reminder_opt_out'] loop
        execute format('create policy of_clinic on %I to emhana_staff '
                       'using (clinic_id = any ((select emhana_clinics())::uuid[])) '
                       'with check (clinic_id = any ((select emhana_clinics())::uuid[]))', name);
    end loop;
end $$;
create policy own on reminder for select to emhana_patient using (recipient_id = (select emhana_patient()));
create policy own on reminder_item for select to emhana_patient using (reminder_id in (select id from reminder));
create policy own on reminder_opt_out to emhana_patient
    using (patient_id = (select emhana_patient())) with check (patient_id = (select emhana_patient()));
create policy readable on reminder_channel for select to emhana_staff using (true);
grant select on reminder, reminder_item to emhana_staff, emhana_patient;
grant select on reminder_channel, outbox to emhana_staff;
grant update (fate, reason, tries, next_try_at, settled_at, version) on reminder to emhana_staff;
grant select, insert, update on reminder_opt_out to emhana_staff, emhana_patient;

-- A wish goes where the record goes.
create function follow_opt_outs() returns trigger language plpgsql security definer set search_path = public as $$
begin
    update reminder_opt_out set clinic_id = new.clinic_id where patient_id = new.id;
    return null;
end $$;
create trigger follow_opt_outs after update of clinic_id on patient
    for each row when (old.clinic_id is distinct from new.clinic_id) execute function follow_opt_outs();

-- The link in a letter: whoever has it may say that its reader wants no more letters. Tells the language to answer in.
create function reminder_of_link(given_hash bytea) returns text
    language sql stable security definer set search_path = public as $$
    select language from reminder where opt_out_hash = given_hash
$$;
create function opt_out_by_link(given_hash bytea) returns table (patient_id uuid, clinic_id uuid, language text)
    language sql volatile security definer set search_path = public as $$
    with told as (
        select r.recipient_id, p.clinic_id, r.channel, r.language
          from reminder r join patient p on p.id = r.recipient_id where r.opt_out_hash = given_hash
    ), noted as (
        insert into reminder_opt_out (patient_id, clinic_id, channel, source)
        select t.recipient_id, t.clinic_id, t.channel, 'LINK' from told t
        on conflict do nothing
    )
    select t.recipient_id, t.clinic_id, t.language from told t
$$;
revoke all on function reminder_of_link, opt_out_by_link from public;
grant execute on function reminder_of_link, opt_out_by_link to emhana_public;
