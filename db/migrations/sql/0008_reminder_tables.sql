-- Reminders: the ledger, what each message is about, who wants none, how channels fare.

CREATE TABLE reminder_channel (
    channel TEXT NOT NULL,
    configured BOOLEAN NOT NULL,
    failures INTEGER NOT NULL,
    closed_until TIMESTAMP WITH TIME ZONE,
    detail VARCHAR,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_reminder_channel PRIMARY KEY (channel),
    CONSTRAINT ck_reminder_channel_channel CHECK (channel in ('SMS', 'EMAIL', 'WEBHOOK'))
);

CREATE TABLE reminder (
    id UUID DEFAULT uuidv7() NOT NULL,
    kind TEXT NOT NULL,
    clinic_id UUID NOT NULL,
    recipient_id UUID NOT NULL,
    planned_for DATE NOT NULL,
    language TEXT NOT NULL,
    channel TEXT,
    address VARCHAR,
    message VARCHAR,
    segments INTEGER,
    fate TEXT NOT NULL,
    reason TEXT,
    detail VARCHAR,
    tries INTEGER NOT NULL,
    claims INTEGER NOT NULL,
    next_try_at TIMESTAMP WITH TIME ZONE,
    planned_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    claimed_at TIMESTAMP WITH TIME ZONE,
    left_on DATE,
    asked_at TIMESTAMP WITH TIME ZONE,
    settled_at TIMESTAMP WITH TIME ZONE,
    gateway_id VARCHAR,
    opt_out_hash BYTEA,
    version INTEGER NOT NULL,
    CONSTRAINT pk_reminder PRIMARY KEY (id),
    CONSTRAINT ck_reminder_kind CHECK (kind in ('IMMUNIZATION')),
    CONSTRAINT ck_reminder_language CHECK (language in ('kk', 'ru', 'en')),
    CONSTRAINT ck_reminder_channel CHECK (channel in ('SMS', 'EMAIL', 'WEBHOOK')),
    CONSTRAINT ck_reminder_fate CHECK (fate in ('PLANNED', 'RETRYING', 'SENDING', 'SENT', 'DELIVERED', 'UNKNOWN', 'DEAD', 'WITHDRAWN')),
    CONSTRAINT ck_reminder_reason CHECK (reason in ('NOT_DUE_ANY_MORE', 'REFUSED', 'EXEMPT', 'DEFERRED', 'DECEASED', 'MERGED', 'DETACHED', 'NOT_THE_GUARDIAN', 'NO_GUARDIAN', 'TOO_EARLY', 'TOO_LATE', 'TOLD_LATELY', 'TOLD_ENOUGH', 'OPTED_OUT', 'NO_ADDRESS', 'NO_CHANNEL', 'ONE_A_DAY', 'OVER_CAP', 'QUIET_HOURS', 'PLAN_STALE', 'CHANNEL_DOWN', 'GATEWAY_REFUSED', 'TRIED_ENOUGH', 'TRIED_TOO_LONG', 'OUTCOME_UNKNOWN')),
    CONSTRAINT ck_reminder_left CHECK ((left_on is not null) = (fate in ('DELIVERED', 'SENDING', 'SENT', 'UNKNOWN'))),
    CONSTRAINT fk_reminder_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_reminder_recipient_id FOREIGN KEY(recipient_id) REFERENCES patient (id)
);

CREATE INDEX ix_reminder_clinic_day ON reminder (clinic_id, planned_for, id);

CREATE INDEX ix_reminder_clinic_planned ON reminder (clinic_id, planned_at, id);

CREATE INDEX ix_reminder_recipient_day ON reminder (recipient_id, planned_for);

CREATE INDEX ix_reminder_sending ON reminder (claimed_at) WHERE fate = 'SENDING';

CREATE INDEX ix_reminder_undelivered ON reminder (asked_at) WHERE fate = 'SENT';

CREATE INDEX ix_reminder_waiting ON reminder (next_try_at) WHERE fate in ('PLANNED', 'RETRYING');

CREATE UNIQUE INDEX uq_reminder_day ON reminder (recipient_id, left_on) WHERE left_on is not null;

CREATE UNIQUE INDEX uq_reminder_open ON reminder (recipient_id) WHERE fate in ('PLANNED', 'RETRYING', 'SENDING');

CREATE UNIQUE INDEX uq_reminder_opt_out_hash ON reminder (opt_out_hash) WHERE opt_out_hash is not null;

CREATE TABLE reminder_opt_out (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    channel TEXT,
    kind TEXT,
    source TEXT NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by UUID,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by UUID,
    CONSTRAINT pk_reminder_opt_out PRIMARY KEY (id),
    CONSTRAINT ck_reminder_opt_out_channel CHECK (channel in ('SMS', 'EMAIL', 'WEBHOOK')),
    CONSTRAINT ck_reminder_opt_out_kind CHECK (kind in ('IMMUNIZATION')),
    CONSTRAINT ck_reminder_opt_out_source CHECK (source in ('STAFF', 'PATIENT', 'LINK')),
    CONSTRAINT ck_reminder_opt_out_ended CHECK (ended_by is null or ended_at is not null),
    CONSTRAINT fk_reminder_opt_out_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_reminder_opt_out_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_reminder_opt_out_clinic_id ON reminder_opt_out (clinic_id);

CREATE UNIQUE INDEX uq_reminder_opt_out_standing ON reminder_opt_out (patient_id, coalesce(channel, ''), coalesce(kind, '')) WHERE ended_at is null;

CREATE TABLE reminder_item (
    id UUID DEFAULT uuidv7() NOT NULL,
    reminder_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    vaccine_group VARCHAR NOT NULL,
    dose_number INTEGER NOT NULL,
    act_on DATE NOT NULL,
    dropped TEXT,
    CONSTRAINT pk_reminder_item PRIMARY KEY (id),
    CONSTRAINT ck_reminder_item_dropped CHECK (dropped in ('NOT_DUE_ANY_MORE', 'REFUSED', 'EXEMPT', 'DEFERRED', 'DECEASED', 'MERGED', 'DETACHED', 'NOT_THE_GUARDIAN', 'NO_GUARDIAN', 'TOO_EARLY', 'TOO_LATE', 'TOLD_LATELY', 'TOLD_ENOUGH', 'OPTED_OUT', 'NO_ADDRESS', 'NO_CHANNEL', 'ONE_A_DAY', 'OVER_CAP', 'QUIET_HOURS', 'PLAN_STALE', 'CHANNEL_DOWN', 'GATEWAY_REFUSED', 'TRIED_ENOUGH', 'TRIED_TOO_LONG', 'OUTCOME_UNKNOWN')),
    CONSTRAINT fk_reminder_item_reminder_id FOREIGN KEY(reminder_id) REFERENCES reminder (id),
    CONSTRAINT fk_reminder_item_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_reminder_item_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_reminder_item_dose ON reminder_item (patient_id, vaccine_group, dose_number);

CREATE INDEX ix_reminder_item_reminder_id ON reminder_item (reminder_id);

-- Notices to clinics get a sender, and with it a fate; where a clinic reads its post.
alter table clinic add column email varchar;
alter table outbox drop column sent_at, drop column last_error;
alter table outbox
    add column fate text not null default 'PLANNED', add column reason text, add column detail varchar,
    add column address varchar, add column claims integer not null default 0,
    add column claimed_at timestamp with time zone, add column settled_at timestamp with time zone,
    add column gateway_id varchar, alter column next_try_at drop not null;

alter table outbox add constraint ck_outbox_reason check (reason in ('NOT_DUE_ANY_MORE', 'REFUSED', 'EXEMPT', 'DEFERRED', 'DECEASED', 'MERGED', 'DETACHED', 'NOT_THE_GUARDIAN', 'NO_GUARDIAN', 'TOO_EARLY', 'TOO_LATE', 'TOLD_LATELY', 'TOLD_ENOUGH', 'OPTED_OUT', 'NO_ADDRESS', 'NO_CHANNEL', 'ONE_A_DAY', 'OVER_CAP', 'QUIET_HOURS', 'PLAN_STALE', 'CHANNEL_DOWN', 'GATEWAY_REFUSED', 'TRIED_ENOUGH', 'TRIED_TOO_LONG', 'OUTCOME_UNKNOWN'));
alter table outbox add constraint ck_outbox_fate check (fate in ('PLANNED', 'RETRYING', 'SENDING', 'SENT', 'DELIVERED', 'UNKNOWN', 'DEAD', 'WITHDRAWN'));
drop index ix_outbox_clinic_id;
CREATE INDEX ix_outbox_clinic_created ON outbox (clinic_id, created_at, id);

CREATE INDEX ix_outbox_sending ON outbox (claimed_at) WHERE fate = 'SENDING';

CREATE INDEX ix_outbox_waiting ON outbox (next_try_at) WHERE fate in ('PLANNED', 'RETRYING');
