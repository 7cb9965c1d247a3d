-- Row-level security: every table is closed, then opened to the role and the rows that are meant.
do $$
declare name text;
begin
    for name in select tablename from pg_tables where schemaname = 'public' and tablename <> 'alembic_version' loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy owner on %I to emhana_owner using (true) with check (true)', name);
        execute format('create policy everything on %I to emhana_system using (true) with check (true)', name);
        execute format('grant select, insert, update on %I to emhana_system', name);
    end loop;
end $$;
revoke update on access_event, access_seal, patient_version from emhana_system;
grant usage on all sequences in schema public to emhana_system, emhana_staff;
-- The system clears what has had its time; facts are not among these.
grant delete on session, draft, export, idempotency_key, sign_in_attempt, outbox to emhana_system;

-- Reference data, clinics and who works in them: open to everybody who signed in, and what sign-in needs before.
do $$
declare name text;
begin
    foreach name in array array['region', 'specialty', 'clinic', 'fund_contract', 'area', 'area_street', 'doctor_list'] loop
        execute format('create policy readable on %I for select to emhana_staff, emhana_patient, emhana_public, '
                       'emhana_directory, emhana_transfer using (true)', name);
        execute format('grant select on %I to emhana_staff, emhana_patient, emhana_public, emhana_directory, '
                       'emhana_transfer', name);
    end loop;
    foreach name in array array['staff', 'employment', 'qualification'] loop
        execute format('create policy readable on %I for select to emhana_staff, emhana_transfer using (true)', name);
        execute format('grant select on %I to emhana_staff, emhana_transfer', name);
        execute format('create policy of_doctors on %I for select to emhana_patient using (true)', name);
    end loop;
end $$;
grant select (id, clinic_id, family_name, given_name, patronymic, sort_key, is_demo, version, created_at) on staff
    to emhana_patient;
grant select on employment, qualification to emhana_patient;
create policy lockable on doctor_list for update to emhana_transfer using (true) with check (false);
grant update (version) on doctor_list to emhana_transfer;

-- What belongs to a clinic: its own people and those who work for it, or the Fund in its regions.
do $$
declare name text;
begin
    foreach name in array array['patient', 'attachment_refusal', 'family_link', 'merge', 'patient_version',
                                'reveal', 'outbox'] loop
        execute format('create policy of_clinic on %I to emhana_staff '
                       'using (clinic_id = any ((select emhana_clinics())::uuid[])) '
                       'with check (clinic_id = any ((select emhana_clinics())::uuid[]))', name);
    end loop;
end $$;
-- Both the clinic of an attachment and the one that answers for the person now see it; only the first changes it.
create policy of_clinic on attachment to emhana_staff
    using (clinic_id = any ((select emhana_clinics())::uuid[]) or record_clinic_id = any ((select emhana_clinics())::uuid[]))
    with check (clinic_id = any ((select emhana_clinics())::uuid[]));
grant select, insert, update on patient, attachment, family_link, merge to emhana_staff;
grant select, insert on attachment_refusal, reveal to emhana_staff;
grant select on patient_version to emhana_staff;
grant insert on outbox to emhana_staff;
create policy own_reveal on reveal for select to emhana_staff using (account_id = (select emhana_account()));

-- A patient sees what is theirs.
create policy own on patient for select to emhana_patient using (id = (select emhana_patient()));
create policy own on attachment for select to emhana_patient using (patient_id = (select emhana_patient()));
create policy own on family_link for select to emhana_patient using (patient_id = (select emhana_patient()));
create policy own on attachment_refusal for select to emhana_patient using (patient_id = (select emhana_patient()));
create policy own on merge for select to emhana_patient using (survivor_id = (select emhana_patient()));
grant select on patient, attachment, attachment_refusal, family_link, merge to emhana_patient;

-- The directory: one person by the exact IIN, the least identity, whichever clinic answers for them.
create policy by_iin on patient for select to emhana_directory
    using (iin = (select emhana_setting('emhana.iin')) or id = (select emhana_setting('emhana.person')::uuid));
grant select (id, clinic_id, iin, family_name, given_name, patronymic, sex, birth_date, merged_into, deceased_on, version)
    on patient to emhana_directory;
create policy by_person on attachment for select to emhana_directory
    using (patient_id = (select emhana_setting('emhana.person')::uuid));
grant select on attachment to emhana_directory;

-- A transfer: one person whole, for the one act that moves them from clinic to clinic.
create policy the_one on patient to emhana_transfer
    using (id = (select emhana_setting('emhana.person')::uuid)) with check (id = (select emhana_setting('emhana.person')::uuid));
create policy the_one on attachment to emhana_transfer
    using (patient_id = (select emhana_setting('emhana.person')::uuid))
    with check (patient_id = (select emhana_setting('emhana.person')::uuid));
create policy the_one on attachment_refusal for insert to emhana_transfer
    with check (patient_id = (select emhana_setting('emhana.person')::uuid));
create policy the_one on outbox for insert to emhana_transfer with check (true);
grant select, update on patient to emhana_transfer;
grant select, insert, update on attachment to emhana_transfer;
grant select, insert on attachment_refusal to emhana_transfer;
grant insert on outbox to emhana_transfer;

-- Accounts: oneself, and for those who manage them their clinic's or the Fund's in their regions; never the secrets.
create policy oneself on account to emhana_staff, emhana_patient
    using (id = (select emhana_account()))
    with check (id = (select emhana_account()) and role = (select emhana_setting('emhana.role')));
create policy colleagues on account for select to emhana_staff using (clinic_id = any ((select emhana_clinics())::uuid[]));
create policy managed on account to emhana_staff
    using (clinic_id = any ((select emhana_clinics())::uuid[]) and (select emhana_setting('emhana.role')) in ('CLINIC_ADMIN', 'HEAD_DOCTOR')
           or role in ('AUDITOR', 'FUND_OFFICER') and regions <@ (select emhana_regions())
              and (select emhana_setting('emhana.role')) = 'FUND_OFFICER')
    with check (clinic_id = any ((select emhana_clinics())::uuid[]) and (select emhana_setting('emhana.role')) = 'CLINIC_ADMIN'
              and role in ('REGISTRAR', 'NURSE', 'DOCTOR', 'HEAD_DOCTOR', 'CLINIC_ADMIN', 'OPERATOR')
           or role in ('AUDITOR', 'FUND_OFFICER') and regions <@ (select emhana_regions())
              and (select emhana_setting('emhana.role')) = 'FUND_OFFICER');
grant select (id, login, name, role, clinic_id, regions, staff_id, patient_id, language, active, last_sign_in_at, is_demo,
              created_at, created_by, version) on account to emhana_staff, emhana_patient;
grant insert, update on account to emhana_staff;
grant update (language) on account to emhana_patient;

-- Before sign-in: the one account that is tried, the one session whose token was shown.
create policy tried on account to emhana_public using (lower(login) = lower((select emhana_setting('emhana.login')))
        or id = (select emhana_account()));
create policy shown on session to emhana_public
    using (token_hash = (select decode(emhana_setting('emhana.token'), 'hex')) or account_id = (select emhana_account()))
    with check (true);
create policy own on session to emhana_staff, emhana_patient
    using (account_id = (select emhana_account())) with check (account_id = (select emhana_account()));
do $$
declare command text;
begin
    foreach command in array array['select', 'update'] loop
        execute format($policy$
            create policy %I on session for %s to emhana_staff using (account_id in (
                select a.id from account a
                 where (select emhana_setting('emhana.role')) = 'CLINIC_ADMIN'
                       and a.clinic_id = any ((select emhana_clinics())::uuid[])
                    or (select emhana_setting('emhana.role')) = 'FUND_OFFICER'
                       and a.role in ('AUDITOR', 'FUND_OFFICER') and a.regions <@ (select emhana_regions())))
        $policy$, 'managed_' || command, command);
    end loop;
end $$;
create policy counted on sign_in_attempt to emhana_public using (true) with check (true);
create policy revealed on reveal for select to emhana_public using (account_id = (select emhana_account()));
grant select, update (password_hash, totp_last_step, failed_sign_ins, last_failed_at, last_sign_in_at) on account
    to emhana_public;
grant select, insert, update on session to emhana_public, emhana_staff, emhana_patient;
grant select, insert, update on sign_in_attempt to emhana_public;
grant select on reveal to emhana_public;

-- One's own drafts, exports and repeated requests.
create policy own on draft to emhana_staff using (account_id = (select emhana_account())) with check (account_id = (select emhana_account()));
create policy own on export to emhana_staff using (account_id = (select emhana_account())) with check (account_id = (select emhana_account()));
create policy own on idempotency_key to emhana_staff, emhana_patient
    using (account_id = (select emhana_account())) with check (account_id = (select emhana_account()));
grant select, insert, update, delete on draft to emhana_staff;
grant select, insert on export to emhana_staff;
grant select, insert, update on idempotency_key to emhana_staff, emhana_patient;

-- The trail: everybody adds to it; a clinic's managers and the Fund read it; readers_of() answers for one person.
create policy add on access_event for insert to emhana_staff, emhana_patient, emhana_public, emhana_directory, emhana_transfer
    with check (true);
create policy of_clinic on access_event for select to emhana_staff
    using (clinic_id = any ((select emhana_clinics())::uuid[]) or account_id = (select emhana_account()));
grant insert on access_event to emhana_staff, emhana_patient, emhana_public, emhana_directory, emhana_transfer;
grant select on access_event to emhana_staff;

create function readers_of(of_patient uuid, before_at timestamptz, before_id uuid, at_most integer)
    returns setof access_event language sql stable security definer set search_path = public as $$
    select e.* from access_event e
     where e.patient_ids @> array[of_patient]
       and exists (select from patient p where p.id = of_patient
                    and (p.clinic_id = any (emhana_clinics()) or p.id = emhana_patient()))
       and (before_at is null or (e.at, e.id) < (before_at, before_id))
     order by e.at desc, e.id desc limit least(at_most, 101)
$$;
create function count_readers_of(of_patient uuid, at_most integer) returns bigint
    language sql stable security definer set search_path = public as $$
    select count(*) from (
        select from access_event e
         where e.patient_ids @> array[of_patient]
           and exists (select from patient p where p.id = of_patient
                        and (p.clinic_id = any (emhana_clinics()) or p.id = emhana_patient()))
         limit at_most) counted
$$;
revoke all on function count_readers_of from public;
grant execute on function count_readers_of to emhana_staff, emhana_patient;
revoke all on function readers_of from public;
grant execute on function readers_of to emhana_staff, emhana_patient;
revoke all on function settle_patient from public;
grant execute on function settle_patient to emhana_system;
