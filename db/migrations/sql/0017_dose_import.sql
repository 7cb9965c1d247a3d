-- Files of old doses, their rows, and which dose came from which file.
CREATE TABLE dose_import (
    id UUID DEFAULT uuidv7() NOT NULL,
    clinic_id UUID NOT NULL,
    file_name VARCHAR NOT NULL,
    content_hash BYTEA NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    ignored_columns TEXT[] DEFAULT '{}' NOT NULL,
    uploaded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    uploaded_by UUID,
    applied_at TIMESTAMP WITH TIME ZONE,
    applied_by UUID,
    undone_at TIMESTAMP WITH TIME ZONE,
    undone_by UUID,
    undo_reason VARCHAR,
    version INTEGER NOT NULL,
    CONSTRAINT pk_dose_import PRIMARY KEY (id),
    CONSTRAINT ck_dose_import_state CHECK (state in ('CHECKED', 'APPLIED', 'UNDONE')),
    CONSTRAINT ck_dose_import_source CHECK (source in ('GIVEN_HERE', 'RECORDED_FROM_PAPER', 'ABROAD', 'STATED_WITHOUT_PAPERS')),
    CONSTRAINT ck_dose_import_undone CHECK ((undone_at is null) = (undo_reason is null)),
    CONSTRAINT fk_dose_import_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_dose_import_clinic_uploaded ON dose_import (clinic_id, uploaded_at, id);

CREATE TABLE dose_import_row (
    id UUID DEFAULT uuidv7() NOT NULL,
    import_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    patient_id UUID,
    dose_id UUID,
    cvx VARCHAR,
    vaccine_id UUID,
    given_on DATE,
    series VARCHAR,
    dose_ml FLOAT,
    place VARCHAR,
    source TEXT,
    problems JSONB DEFAULT '[]' NOT NULL,
    cells JSONB DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_dose_import_row PRIMARY KEY (id),
    CONSTRAINT ck_dose_import_row_state CHECK (state in ('READY', 'DUPLICATE', 'WRONG', 'IMPORTED', 'UNDONE', 'LEFT')),
    CONSTRAINT ck_dose_import_row_source CHECK (source in ('GIVEN_HERE', 'RECORDED_FROM_PAPER', 'ABROAD', 'STATED_WITHOUT_PAPERS')),
    CONSTRAINT fk_dose_import_row_import_id FOREIGN KEY(import_id) REFERENCES dose_import (id),
    CONSTRAINT fk_dose_import_row_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_dose_import_row_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_dose_import_row_dose_id FOREIGN KEY(dose_id) REFERENCES dose (id),
    CONSTRAINT fk_dose_import_row_vaccine_id FOREIGN KEY(vaccine_id) REFERENCES vaccine (id)
);

CREATE INDEX ix_dose_import_row_clinic_id ON dose_import_row (clinic_id);

CREATE INDEX ix_dose_import_row_dose ON dose_import_row (dose_id);

CREATE UNIQUE INDEX ix_dose_import_row_import ON dose_import_row (import_id, number);

CREATE INDEX ix_dose_import_row_patient_id ON dose_import_row (patient_id);

alter table dose add column import_id uuid;
alter table dose add constraint fk_dose_import_id foreign key (import_id) references dose_import (id) not valid;
alter table dose validate constraint fk_dose_import_id;
create index ix_dose_import on dose (import_id) where import_id is not null;

do $$
declare name text;
begin
    foreach name in array array['dose_import', 'dose_import_row'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy owner on %I to emhana_owner using (true) with check (true)', name);
        execute format('create policy everything on %I to emhana_system using (true) with check (true)', name);
        -- A file that was never applied is no fact: the system clears it after a day.
        execute format('grant select, insert, update, delete on %I to emhana_system', name);
        execute format('create policy of_clinic on %I to emhana_staff '
                       'using (clinic_id = any ((select emhana_clinics())::uuid[])) '
                       'with check (clinic_id = any ((select emhana_clinics())::uuid[]))', name);
        execute format('grant select, insert, update on %I to emhana_staff', name);
        -- Without a policy of theirs: a patient may ask and sees none.
        execute format('grant select on %I to emhana_patient', name);
    end loop;
end $$;

create function keep_applied_import() returns trigger language plpgsql as $$
begin
    if old.state <> 'CHECKED' then
        raise exception 'DELETE of an applied % is not allowed', tg_table_name using errcode = 'insufficient_privilege';
    end if;
    return old;
end $$;
create trigger never_deleted before delete on dose_import for each row execute function keep_applied_import();
create trigger never_deleted before delete on dose_import_row for each row
    when (old.dose_id is not null) execute function refuse_change();
