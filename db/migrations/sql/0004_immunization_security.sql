-- Every new table is closed, then opened to the role and the rows that are meant.
do $$
declare name text;
begin
    foreach name in array array['vaccine', 'vaccine_lot', 'vaccine_lot_movement', 'dose', 'adverse_event', 'deferral',
                                'consent', 'tuberculin_test', 'organised_group', 'organised_group_member',
                                'immunization_session', 'immunization_session_person', 'immunization_due',
                                'immunization_planning'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy owner on %I to emhana_owner using (true) with check (true)', name);
        execute format('create policy everything on %I to emhana_system using (true) with check (true)', name);
        execute format('grant select, insert, update on %I to emhana_system', name);
    end loop;
end $$;
revoke update on vaccine_lot_movement from emhana_system;

create policy readable on vaccine for select to emhana_staff, emhana_patient, emhana_public, emhana_directory,
    emhana_transfer using (true);
grant select on vaccine to emhana_staff, emhana_patient, emhana_public, emhana_directory, emhana_transfer;

-- Facts about a person: for the clinic that recorded them, which alone may change them, and the one that answers now.
do $$
declare name text;
begin
    foreach name in array array['dose', 'adverse_event', 'deferral', 'consent', 'tuberculin_test',
                                'organised_group_member', 'immunization_session_person'] loop
        execute format('create policy of_clinic on %I to emhana_staff '
                       'using (clinic_id = any ((select emhana_clinics())::uuid[]) '
                       '       or record_clinic_id = any ((select emhana_clinics())::uuid[])) '
                       'with check (clinic_id = any ((select emhana_clinics())::uuid[]))', name);
        execute format('create policy own on %I for select to emhana_patient '
                       'using (patient_id = (select emhana_patient()))', name);
        execute format('grant select, insert, update on %I to emhana_staff', name);
        execute format('grant select on %I to emhana_patient', name);
    end loop;
    foreach name in array array['vaccine_lot', 'vaccine_lot_movement', 'organised_group', 'immunization_session'] loop
        execute format('create policy of_clinic on %I to emhana_staff '
                       'using (clinic_id = any ((select emhana_clinics())::uuid[])) '
                       'with check (clinic_id = any ((select emhana_clinics())::uuid[]))', name);
        execute format('grant select, insert on %I to emhana_staff', name);
        -- Without a policy of theirs: a patient may ask and sees none.
        execute format('grant select on %I to emhana_patient', name);
    end loop;
    foreach name in array array['immunization_due', 'immunization_planning'] loop
        execute format('create policy of_clinic on %I for select to emhana_staff '
                       'using (clinic_id = any ((select emhana_clinics())::uuid[]))', name);
        execute format('create policy own on %I for select to emhana_patient '
                       'using (patient_id = (select emhana_patient()))', name);
        execute format('grant select on %I to emhana_staff, emhana_patient', name);
    end loop;
end $$;
grant update on organised_group, immunization_session to emhana_staff;
