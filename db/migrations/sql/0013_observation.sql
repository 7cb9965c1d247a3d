-- What rules ask of a person beside doses: absent BCG scar, pregnancy, HIV with immune deficiency, earlier reactions.
CREATE TABLE observation (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    kind TEXT NOT NULL,
    since DATE NOT NULL,
    note VARCHAR,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by UUID,
    ended_on DATE,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by UUID,
    voided_at TIMESTAMP WITH TIME ZONE,
    voided_by UUID,
    void_reason VARCHAR,
    version INTEGER NOT NULL,
    CONSTRAINT pk_observation PRIMARY KEY (id),
    CONSTRAINT ck_observation_kind CHECK (kind in ('BCG_NO_SCAR', 'PREGNANT', 'IMMUNODEFICIENCY', 'HIV_DEFICIENCY', 'GENERALISED_BCG', 'BIRTH_WEIGHT_2000', 'ANAPHYLAXIS_HEPB', 'ANAPHYLAXIS_BCG', 'ANAPHYLAXIS_DTP', 'ANAPHYLAXIS_HIB', 'ANAPHYLAXIS_POLIO', 'ANAPHYLAXIS_PCV', 'ANAPHYLAXIS_MMR', 'ANAPHYLAXIS_HEPA', 'ANAPHYLAXIS_HPV')),
    CONSTRAINT ck_observation_voided CHECK ((voided_at is null) = (void_reason is null)),
    CONSTRAINT ck_observation_ended CHECK ((ended_at is null) = (ended_on is null)),
    CONSTRAINT ck_observation_period CHECK (ended_on is null or ended_on >= since),
    CONSTRAINT fk_observation_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_observation_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_observation_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_observation_clinic_id ON observation (clinic_id);

CREATE INDEX ix_observation_patient ON observation (patient_id, recorded_at);

CREATE UNIQUE INDEX uq_observation_standing ON observation (patient_id, kind)
    WHERE voided_at is null and ended_at is null;

create trigger answer_for_record before insert on observation
    for each row execute function answer_for_record();
create trigger never_deleted before delete on observation for each row execute function refuse_change();
create trigger forget_plans_of_added after insert on observation referencing new table as changed
    for each statement execute function forget_plans_of_rows();
create trigger forget_plans_of_changed after update on observation referencing new table as changed
    for each statement execute function forget_plans_of_rows();

create function follow_record_with_observations() returns trigger
    language plpgsql security definer set search_path = public as $$
begin
    update observation set record_clinic_id = new.clinic_id
     where patient_id = new.id and record_clinic_id <> new.clinic_id;
    return null;
end $$;
create trigger follow_record_with_observations after update of clinic_id on patient
    for each row when (old.clinic_id is distinct from new.clinic_id)
    execute function follow_record_with_observations();

-- The records that are one person: theirs, and those merged into it, however often.
create function emhana_records_of(person uuid) returns uuid[]
    language sql stable security definer set search_path = public as $$
    with recursive mine(id) as (
        select person where person is not null
        union select p.id from patient p join mine on p.merged_into = mine.id)
    select coalesce(array_agg(id), '{}') from mine
$$;
revoke all on function emhana_records_of from public;
grant execute on function emhana_records_of to emhana_staff, emhana_patient, emhana_system;

-- The most private of facts: for nurses and doctors of the clinic that recorded it or answers for the person now.
alter table observation enable row level security;
alter table observation force row level security;
create policy owner on observation to emhana_owner using (true) with check (true);
create policy everything on observation to emhana_system using (true) with check (true);
create policy of_clinic on observation to emhana_staff
    using ((select emhana_setting('emhana.role')) in ('NURSE', 'DOCTOR', 'HEAD_DOCTOR')
           and (clinic_id = any ((select emhana_clinics())::uuid[])
                or record_clinic_id = any ((select emhana_clinics())::uuid[])))
    with check ((select emhana_setting('emhana.role')) in ('NURSE', 'DOCTOR', 'HEAD_DOCTOR')
                and clinic_id = any ((select emhana_clinics())::uuid[]));
create policy own on observation for select to emhana_patient
    using (patient_id = any ((select emhana_records_of(emhana_patient()))::uuid[]));
grant select, insert, update on observation to emhana_system, emhana_staff;
grant select on observation to emhana_patient;

-- What a plan is made of, for everybody who may see the person: a plan must not differ by who looks at it. Whoever
-- may not see the rows themselves is shown no name of them either (domain/observation.py).
create function observations_of(records uuid[], moment timestamptz)
    returns table (patient_id uuid, kind text, since date)
    language sql stable security definer set search_path = public as $$
    select o.patient_id, o.kind, o.since
      from observation o join patient p on p.id = o.patient_id
     where o.patient_id = any (records)
       and (emhana_setting('emhana.role') = 'SYSTEM'
            or p.clinic_id = any (emhana_clinics())
            or o.clinic_id = any (emhana_clinics())
            or o.record_clinic_id = any (emhana_clinics())
            or o.patient_id = any (emhana_records_of(emhana_patient())))
       and (moment is null or o.recorded_at < moment)
       and (o.voided_at is null or o.voided_at >= moment)
       and (o.ended_at is null or o.ended_at >= moment)
     order by o.patient_id, o.kind, o.since
$$;
revoke all on function observations_of from public;
grant execute on function observations_of to emhana_staff, emhana_patient, emhana_system;
