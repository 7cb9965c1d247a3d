-- Certificates of vaccinations: what each states is frozen; behind its code stands a secret of which only a hash is findable.
CREATE TABLE immunization_certificate (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    token_sealed VARCHAR NOT NULL,
    calendar VARCHAR NOT NULL,
    dose_ids UUID[] DEFAULT '{}' NOT NULL,
    content JSONB DEFAULT '{}' NOT NULL,
    issued_on DATE NOT NULL,
    valid_until DATE,
    issued_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    issued_by UUID,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_by UUID,
    revoke_reason VARCHAR,
    version INTEGER NOT NULL,
    CONSTRAINT pk_immunization_certificate PRIMARY KEY (id),
    CONSTRAINT ck_immunization_certificate_revoked CHECK ((revoked_at is null) = (revoke_reason is null)),
    CONSTRAINT ck_immunization_certificate_days CHECK (valid_until >= issued_on),
    CONSTRAINT fk_immunization_certificate_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_immunization_certificate_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_immunization_certificate_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id),
    CONSTRAINT uq_immunization_certificate_token_hash UNIQUE (token_hash)
);

CREATE INDEX ix_immunization_certificate_clinic_id ON immunization_certificate (clinic_id);

CREATE INDEX ix_immunization_certificate_patient_id ON immunization_certificate (patient_id);

alter table immunization_certificate enable row level security;
alter table immunization_certificate force row level security;
create policy owner on immunization_certificate to emhana_owner using (true) with check (true);
create policy everything on immunization_certificate to emhana_system using (true) with check (true);
create policy of_clinic on immunization_certificate to emhana_staff
    using (clinic_id = any ((select emhana_clinics())::uuid[])
           or record_clinic_id = any ((select emhana_clinics())::uuid[]))
    with check (clinic_id = any ((select emhana_clinics())::uuid[]));
create policy own on immunization_certificate for select to emhana_patient
    using (patient_id = (select emhana_patient()));
grant select, insert, update on immunization_certificate to emhana_system;
grant select, insert, update (revoked_at, revoked_by, revoke_reason, version) on immunization_certificate to emhana_staff;
grant select on immunization_certificate to emhana_patient;

create trigger answer_for_record before insert on immunization_certificate
    for each row execute function answer_for_record();
create trigger never_deleted before delete on immunization_certificate
    for each row execute function refuse_change();
-- What was printed stays as it was printed, and who was revoked stays so.
create trigger frozen before update on immunization_certificate for each row
    when ((old.id, old.patient_id, old.clinic_id, old.token_hash, old.calendar, old.dose_ids, old.content,
           old.issued_on, old.issued_at) is distinct from
          (new.id, new.patient_id, new.clinic_id, new.token_hash, new.calendar, new.dose_ids, new.content,
           new.issued_on, new.issued_at)
          or old.valid_until is distinct from new.valid_until or old.issued_by is distinct from new.issued_by
          or old.revoked_at is not null and old.revoked_at is distinct from new.revoked_at)
    execute function refuse_change();

create function follow_certificates() returns trigger language plpgsql security definer set search_path = public as $$
begin
    update immunization_certificate set record_clinic_id = new.clinic_id
     where patient_id = new.id and record_clinic_id <> new.clinic_id;
    return null;
end $$;
create trigger follow_certificates after update of clinic_id on patient
    for each row when (old.clinic_id is distinct from new.clinic_id) execute function follow_certificates();

-- The record that a record was merged into at last; itself when it was not.
create function survivor_of(of_patient uuid) returns uuid
    language sql stable security definer set search_path = public as $$
    with recursive up as (
        select id, merged_into from patient where id = of_patient
        union all
        select p.id, p.merged_into from up join patient p on p.id = up.merged_into
    )
    select id from up where merged_into is null
$$;
revoke all on function survivor_of from public;

-- A certificate no longer agrees with the record: a dose that it states was voided, corrected, or turned out to be
-- another person's; or the birth date was corrected, by which the doses were judged. New doses change nothing.
create function certificate_changed(of_certificate uuid) returns boolean
    language sql stable security definer set search_path = public as $$
    select p.birth_date::text is distinct from c.content #>> '{person,birth_date}'
           or exists (select from unnest(c.dose_ids) stated
                        left join dose d on d.id = stated and d.voided_at is null
                       where d.id is null
                          or d.patient_id <> c.patient_id
                             and survivor_of(d.patient_id) is distinct from survivor_of(c.patient_id))
      from immunization_certificate c join patient p on p.id = c.patient_id
     where c.id = of_certificate
$$;
revoke all on function certificate_changed from public;

-- Which of these certificates, as far as they are the viewer's to see, no longer agree with the record.
create function changed_certificates(among uuid[]) returns setof uuid
    language sql stable security definer set search_path = public as $$
    select c.id from immunization_certificate c
     where c.id = any (among)
       and (c.clinic_id = any (emhana_clinics()) or c.record_clinic_id = any (emhana_clinics())
            or c.patient_id = emhana_patient())
       and certificate_changed(c.id)
$$;
revoke all on function changed_certificates from public;
grant execute on function changed_certificates to emhana_staff, emhana_patient;

-- The page behind the code: what the paper is worth, from whom and since when; of the person only the id, for the trail.
create function certificate_of_link(given_hash bytea)
    returns table (patient_id uuid, clinic_kk text, clinic_ru text, issued_on date, valid_until date,
                   revoked_at timestamptz, changed boolean)
    language sql stable security definer set search_path = public as $$
    select c.patient_id, k.name_kk, k.name_ru, c.issued_on, c.valid_until, c.revoked_at, certificate_changed(c.id)
      from immunization_certificate c join clinic k on k.id = c.clinic_id
     where c.token_hash = given_hash
$$;
revoke all on function certificate_of_link from public;
grant execute on function certificate_of_link to emhana_public;
