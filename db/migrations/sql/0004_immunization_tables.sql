-- Immunization: products, lots, doses, what people decided, sessions, and what the planner keeps.

CREATE TABLE vaccine (
    id UUID DEFAULT uuidv7() NOT NULL,
    cvx VARCHAR NOT NULL,
    trade_name VARCHAR NOT NULL,
    maker VARCHAR,
    name_kk VARCHAR NOT NULL,
    name_ru VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    dose_ml FLOAT,
    route TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE,
    source VARCHAR NOT NULL,
    verified BOOLEAN NOT NULL,
    CONSTRAINT pk_vaccine PRIMARY KEY (id),
    CONSTRAINT uq_vaccine_cvx_trade_name UNIQUE (cvx, trade_name),
    CONSTRAINT ck_vaccine_route CHECK (route in ('INTRAMUSCULAR', 'SUBCUTANEOUS', 'INTRADERMAL', 'ORAL', 'INTRANASAL'))
);

CREATE INDEX ix_vaccine_cvx ON vaccine (cvx);

CREATE TABLE organised_group (
    id UUID DEFAULT uuidv7() NOT NULL,
    clinic_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name VARCHAR NOT NULL,
    class_name VARCHAR NOT NULL,
    sort_key VARCHAR NOT NULL,
    closed BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_organised_group PRIMARY KEY (id),
    CONSTRAINT uq_organised_group_clinic_id_kind_name_class_name UNIQUE (clinic_id, kind, name, class_name),
    CONSTRAINT ck_organised_group_kind CHECK (kind in ('KINDERGARTEN', 'SCHOOL', 'COLLEGE')),
    CONSTRAINT fk_organised_group_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_organised_group_clinic_sort ON organised_group (clinic_id, sort_key, id);

CREATE TABLE vaccine_lot (
    id UUID DEFAULT uuidv7() NOT NULL,
    clinic_id UUID NOT NULL,
    vaccine_id UUID NOT NULL,
    series VARCHAR NOT NULL,
    expires_on DATE NOT NULL,
    doses_left INTEGER NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    received_by UUID,
    version INTEGER NOT NULL,
    CONSTRAINT pk_vaccine_lot PRIMARY KEY (id),
    CONSTRAINT uq_vaccine_lot_clinic_id_vaccine_id_series UNIQUE (clinic_id, vaccine_id, series),
    CONSTRAINT ck_vaccine_lot_lot_stock CHECK (doses_left >= 0),
    CONSTRAINT fk_vaccine_lot_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_vaccine_lot_vaccine_id FOREIGN KEY(vaccine_id) REFERENCES vaccine (id)
);

CREATE INDEX ix_vaccine_lot_clinic_expires ON vaccine_lot (clinic_id, expires_on, id);

CREATE INDEX ix_vaccine_lot_vaccine_id ON vaccine_lot (vaccine_id);

CREATE TABLE consent (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    vaccine_group VARCHAR NOT NULL,
    decision TEXT NOT NULL,
    written_on DATE NOT NULL,
    signed_by TEXT NOT NULL,
    relative_id UUID,
    ground TEXT,
    document VARCHAR,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by UUID,
    revoked_on DATE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_by UUID,
    version INTEGER NOT NULL,
    CONSTRAINT pk_consent PRIMARY KEY (id),
    CONSTRAINT ck_consent_decision CHECK (decision in ('CONSENT', 'REFUSAL')),
    CONSTRAINT ck_consent_signed_by CHECK (signed_by in ('PATIENT', 'MOTHER', 'FATHER', 'GUARDIAN')),
    CONSTRAINT ck_consent_ground CHECK (ground in ('PERSONAL_BELIEFS', 'RELIGION', 'DISTRUST', 'MEDIA', 'OTHER')),
    CONSTRAINT ck_consent_revoked CHECK ((revoked_at is null) = (revoked_on is null)),
    CONSTRAINT fk_consent_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_consent_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_consent_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_consent_relative_id FOREIGN KEY(relative_id) REFERENCES patient (id)
);

CREATE INDEX ix_consent_clinic_id ON consent (clinic_id);

CREATE INDEX ix_consent_patient_id ON consent (patient_id);

CREATE UNIQUE INDEX uq_consent_standing ON consent (patient_id, vaccine_group) WHERE revoked_at is null;

CREATE TABLE deferral (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    vaccine_groups TEXT[] DEFAULT '{}' NOT NULL,
    since DATE NOT NULL,
    until DATE,
    commission VARCHAR,
    reason VARCHAR NOT NULL,
    document VARCHAR,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by UUID,
    ended_on DATE,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by UUID,
    end_reason VARCHAR,
    version INTEGER NOT NULL,
    CONSTRAINT pk_deferral PRIMARY KEY (id),
    CONSTRAINT ck_deferral_period CHECK (until is null or until > since),
    CONSTRAINT ck_deferral_ended CHECK ((ended_at is null) = (ended_on is null)),
    CONSTRAINT fk_deferral_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_deferral_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_deferral_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_deferral_clinic_id ON deferral (clinic_id);

CREATE INDEX ix_deferral_patient_id ON deferral (patient_id);

CREATE TABLE immunization_due (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    vaccine_group VARCHAR NOT NULL,
    dose_number INTEGER NOT NULL,
    earliest_on DATE NOT NULL,
    due_on DATE NOT NULL,
    past_due_on DATE,
    latest_on DATE,
    act_on DATE,
    obstacles TEXT[] DEFAULT '{}' NOT NULL,
    vaccines TEXT[] DEFAULT '{}' NOT NULL,
    calendar VARCHAR NOT NULL,
    planned_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_immunization_due PRIMARY KEY (id),
    CONSTRAINT uq_immunization_due_patient_id_vaccine_group UNIQUE (patient_id, vaccine_group),
    CONSTRAINT fk_immunization_due_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_immunization_due_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_immunization_due_clinic_act ON immunization_due (clinic_id, act_on, id);

CREATE INDEX ix_immunization_due_clinic_due ON immunization_due (clinic_id, due_on, id);

CREATE INDEX ix_immunization_due_clinic_past ON immunization_due (clinic_id, past_due_on, id);

CREATE TABLE immunization_planning (
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    calendar VARCHAR NOT NULL,
    planned_on DATE NOT NULL,
    holds_until DATE NOT NULL,
    counted JSONB DEFAULT '{}' NOT NULL,
    planned_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_immunization_planning PRIMARY KEY (patient_id),
    CONSTRAINT fk_immunization_planning_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_immunization_planning_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_immunization_planning_clinic ON immunization_planning (clinic_id);

CREATE INDEX ix_immunization_planning_holds_until ON immunization_planning (holds_until);

CREATE TABLE immunization_session (
    id UUID DEFAULT uuidv7() NOT NULL,
    clinic_id UUID NOT NULL,
    held_on DATE NOT NULL,
    place_kind TEXT NOT NULL,
    place VARCHAR NOT NULL,
    group_id UUID,
    vaccine_id UUID NOT NULL,
    lot_id UUID,
    planned_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    planned_by UUID,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by UUID,
    version INTEGER NOT NULL,
    CONSTRAINT pk_immunization_session PRIMARY KEY (id),
    CONSTRAINT ck_immunization_session_place_kind CHECK (place_kind in ('KINDERGARTEN', 'SCHOOL', 'ROOM')),
    CONSTRAINT fk_immunization_session_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_immunization_session_group_id FOREIGN KEY(group_id) REFERENCES organised_group (id),
    CONSTRAINT fk_immunization_session_vaccine_id FOREIGN KEY(vaccine_id) REFERENCES vaccine (id),
    CONSTRAINT fk_immunization_session_lot_id FOREIGN KEY(lot_id) REFERENCES vaccine_lot (id)
);

CREATE INDEX ix_immunization_session_clinic_on ON immunization_session (clinic_id, held_on, id);

CREATE INDEX ix_immunization_session_group_id ON immunization_session (group_id);

CREATE TABLE organised_group_member (
    id UUID DEFAULT uuidv7() NOT NULL,
    group_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    since DATE NOT NULL,
    until DATE,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by UUID,
    CONSTRAINT pk_organised_group_member PRIMARY KEY (id),
    CONSTRAINT ck_organised_group_member_period CHECK (until is null or until >= since),
    CONSTRAINT fk_organised_group_member_group_id FOREIGN KEY(group_id) REFERENCES organised_group (id),
    CONSTRAINT fk_organised_group_member_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_organised_group_member_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_organised_group_member_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_organised_group_member_group ON organised_group_member (group_id, patient_id);

CREATE INDEX ix_organised_group_member_patient ON organised_group_member (patient_id, since);

CREATE TABLE tuberculin_test (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    kind TEXT NOT NULL,
    made_on DATE NOT NULL,
    read_on DATE,
    papule_mm INTEGER,
    hyperaemia BOOLEAN NOT NULL,
    destructive BOOLEAN NOT NULL,
    outcome TEXT,
    referrals TEXT[] DEFAULT '{}' NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by UUID,
    read_at TIMESTAMP WITH TIME ZONE,
    read_by UUID,
    version INTEGER NOT NULL,
    CONSTRAINT pk_tuberculin_test PRIMARY KEY (id),
    CONSTRAINT ck_tuberculin_test_kind CHECK (kind in ('MANTOUX', 'DIASKINTEST')),
    CONSTRAINT ck_tuberculin_test_outcome CHECK (outcome in ('NEGATIVE', 'DOUBTFUL', 'POSITIVE', 'HYPERERGIC')),
    CONSTRAINT ck_tuberculin_test_read CHECK ((read_on is null) = (outcome is null)),
    CONSTRAINT ck_tuberculin_test_days CHECK (read_on is null or read_on >= made_on),
    CONSTRAINT fk_tuberculin_test_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_tuberculin_test_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_tuberculin_test_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_tuberculin_test_clinic_id ON tuberculin_test (clinic_id);

CREATE INDEX ix_tuberculin_test_patient_id ON tuberculin_test (patient_id);

CREATE TABLE vaccine_lot_movement (
    id UUID DEFAULT uuidv7() NOT NULL,
    lot_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    kind TEXT NOT NULL,
    change INTEGER NOT NULL,
    dose_id UUID,
    reason VARCHAR,
    moved_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    moved_by UUID,
    CONSTRAINT pk_vaccine_lot_movement PRIMARY KEY (id),
    CONSTRAINT ck_vaccine_lot_movement_kind CHECK (kind in ('RECEIVED', 'USED', 'RETURNED', 'WRITTEN_OFF')),
    CONSTRAINT ck_vaccine_lot_movement_moves CHECK (change <> 0),
    CONSTRAINT fk_vaccine_lot_movement_lot_id FOREIGN KEY(lot_id) REFERENCES vaccine_lot (id),
    CONSTRAINT fk_vaccine_lot_movement_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id)
);

CREATE INDEX ix_vaccine_lot_movement_dose ON vaccine_lot_movement (dose_id) WHERE dose_id is not null;

CREATE INDEX ix_vaccine_lot_movement_lot ON vaccine_lot_movement (lot_id, id);

CREATE TABLE dose (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    cvx VARCHAR NOT NULL,
    vaccine_id UUID,
    lot_id UUID,
    series VARCHAR,
    expires_on DATE,
    given_on DATE NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE,
    dose_ml FLOAT,
    route TEXT,
    site TEXT,
    given_by UUID,
    place VARCHAR,
    consent_id UUID,
    reaction VARCHAR,
    source TEXT NOT NULL,
    purpose TEXT NOT NULL,
    session_id UUID,
    advice JSONB DEFAULT '[]' NOT NULL,
    override_reason VARCHAR,
    replaces_id UUID,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by UUID,
    voided_at TIMESTAMP WITH TIME ZONE,
    voided_by UUID,
    void_reason VARCHAR,
    version INTEGER NOT NULL,
    CONSTRAINT pk_dose PRIMARY KEY (id),
    CONSTRAINT ck_dose_voided CHECK ((voided_at is null) = (void_reason is null)),
    CONSTRAINT ck_dose_source CHECK (source in ('GIVEN_HERE', 'RECORDED_FROM_PAPER', 'ABROAD', 'STATED_WITHOUT_PAPERS')),
    CONSTRAINT ck_dose_purpose CHECK (purpose in ('ROUTINE', 'EPIDEMIC')),
    CONSTRAINT ck_dose_route CHECK (route in ('INTRAMUSCULAR', 'SUBCUTANEOUS', 'INTRADERMAL', 'ORAL', 'INTRANASAL')),
    CONSTRAINT ck_dose_site CHECK (site in ('LEFT_THIGH', 'RIGHT_THIGH', 'LEFT_ARM', 'RIGHT_ARM', 'MOUTH', 'NOSE', 'OTHER')),
    CONSTRAINT fk_dose_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_dose_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_dose_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_dose_vaccine_id FOREIGN KEY(vaccine_id) REFERENCES vaccine (id),
    CONSTRAINT fk_dose_lot_id FOREIGN KEY(lot_id) REFERENCES vaccine_lot (id),
    CONSTRAINT fk_dose_given_by FOREIGN KEY(given_by) REFERENCES staff (id),
    CONSTRAINT fk_dose_consent_id FOREIGN KEY(consent_id) REFERENCES consent (id),
    CONSTRAINT fk_dose_session_id FOREIGN KEY(session_id) REFERENCES immunization_session (id),
    CONSTRAINT fk_dose_replaces_id FOREIGN KEY(replaces_id) REFERENCES dose (id)
);

CREATE INDEX ix_dose_clinic_given ON dose (clinic_id, given_on, id);

CREATE INDEX ix_dose_lot ON dose (lot_id) WHERE lot_id is not null;

CREATE INDEX ix_dose_patient ON dose (patient_id, given_on);

CREATE INDEX ix_dose_replaces ON dose (replaces_id) WHERE replaces_id is not null;

CREATE INDEX ix_dose_session ON dose (session_id) WHERE session_id is not null;

CREATE UNIQUE INDEX uq_dose_standing ON dose (patient_id, given_on, cvx) WHERE voided_at is null;

CREATE TABLE adverse_event (
    id UUID DEFAULT uuidv7() NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    dose_id UUID NOT NULL,
    severity TEXT NOT NULL,
    began_on DATE NOT NULL,
    description VARCHAR NOT NULL,
    notified_at TIMESTAMP WITH TIME ZONE,
    notified_whom VARCHAR,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    recorded_by UUID,
    version INTEGER NOT NULL,
    CONSTRAINT pk_adverse_event PRIMARY KEY (id),
    CONSTRAINT ck_adverse_event_severity CHECK (severity in ('MILD', 'MODERATE', 'SEVERE')),
    CONSTRAINT fk_adverse_event_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_adverse_event_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_adverse_event_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_adverse_event_dose_id FOREIGN KEY(dose_id) REFERENCES dose (id)
);

CREATE INDEX ix_adverse_event_clinic_id ON adverse_event (clinic_id);

CREATE INDEX ix_adverse_event_dose_id ON adverse_event (dose_id);

CREATE INDEX ix_adverse_event_patient_id ON adverse_event (patient_id);

CREATE TABLE immunization_session_person (
    id UUID DEFAULT uuidv7() NOT NULL,
    session_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    clinic_id UUID NOT NULL,
    record_clinic_id UUID NOT NULL,
    outcome TEXT,
    dose_id UUID,
    note VARCHAR,
    seen_at TIMESTAMP WITH TIME ZONE,
    seen_by UUID,
    version INTEGER NOT NULL,
    CONSTRAINT pk_immunization_session_person PRIMARY KEY (id),
    CONSTRAINT uq_immunization_session_person_session_id_patient_id UNIQUE (session_id, patient_id),
    CONSTRAINT ck_immunization_session_person_outcome CHECK (outcome in ('GIVEN', 'ABSENT', 'REFUSED', 'DEFERRED')),
    CONSTRAINT fk_immunization_session_person_session_id FOREIGN KEY(session_id) REFERENCES immunization_session (id),
    CONSTRAINT fk_immunization_session_person_patient_id FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_immunization_session_person_clinic_id FOREIGN KEY(clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_immunization_session_person_record_clinic_id FOREIGN KEY(record_clinic_id) REFERENCES clinic (id),
    CONSTRAINT fk_immunization_session_person_dose_id FOREIGN KEY(dose_id) REFERENCES dose (id)
);

CREATE INDEX ix_immunization_session_person_patient ON immunization_session_person (patient_id);
