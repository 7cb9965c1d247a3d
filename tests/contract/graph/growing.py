"""Rows that make every relation of the graph lead somewhere: one of each for everybody, twenty for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.sql import SQL

from domain.access import Role

MANY = 20

# Nobody's relation is null, so that one row costs what twenty do.
FILL: LiteralString = """
update attachment a
   set area_id = coalesce(area_id, (select id from area x where x.clinic_id = a.clinic_id limit 1)),
       list_id = coalesce(list_id, (select id from doctor_list x where x.clinic_id = a.clinic_id limit 1)),
       previous_id = (select id from attachment x where x.clinic_id = {clinic} and x.id <> a.id limit 1),
       recorded_by = {nurse};
update patient set registered_by = {nurse};
update area a set list_id = (select id from doctor_list x where x.clinic_id = a.clinic_id limit 1);
insert into attachment_refusal (patient_id, clinic_id, list_id, code, refused_on, recorded_by)
select id, clinic_id, (select id from doctor_list x where x.clinic_id = p.clinic_id limit 1), 'NORM_EXCEEDED',
       current_date, {nurse}
  from patient p where clinic_id = {clinic} limit {many};
insert into account (login, name, role, clinic_id, language, password_hash, active, failed_sign_ins, is_demo, version)
select 'more-' || n, 'Қосымша', 'NURSE', {clinic}, 'kk', '-', true, 0, false, 1 from generate_series(1, {many}) n;
create temporary table pair as
select id, clinic_id, lead(id, 7) over (order by id) as other from patient where clinic_id = {clinic};
insert into family_link (patient_id, relative_id, clinic_id, tie)
select id, other, clinic_id, 'SIBLING' from pair where other is not null on conflict do nothing;
insert into merge (survivor_id, merged_id, clinic_id, reason, undone_at, merged_by)
select id, other, clinic_id, 'Сынақ', now(), {nurse} from pair where other is not null;
insert into access_event (account_id, account_name, role, clinic_id, operation, patient_ids, patient_count, outcome)
select {nurse}, 'Сынақ', 'NURSE', clinic_id, 'Person', array[id], 1, 'OK' from pair;
"""

# Lots, and for everybody of the clinic a dose that corrects another, and what is due next.
IMMUNIZED: LiteralString = """
insert into vaccine_lot (clinic_id, vaccine_id, series, expires_on, doses_left, received_by, version)
select c.id, (select id from vaccine order by id offset n % 5 limit 1), 'S-' || n, current_date + n, 100, {nurse}, 1
  from clinic c, generate_series(1, {many}) n on conflict do nothing;
insert into vaccine_lot_movement (lot_id, clinic_id, kind, change, moved_by)
select l.id, clinic_id, 'RECEIVED', 100, {nurse} from vaccine_lot l, generate_series(1, 2);
update vaccine_lot set received_by = {nurse};
update vaccine_lot_movement set moved_by = {nurse};
update immunization_session set planned_by = {nurse};
update immunization_session_person set seen_by = {nurse};
update consent set recorded_by = {nurse};
update deferral set recorded_by = {nurse};
create temporary table much as
select p.id as patient_id, p.clinic_id, n, l.id as lot_id, l.vaccine_id, s.id as nurse_id
  from patient p
  join lateral (select * from vaccine_lot l where l.clinic_id = p.clinic_id order by id limit 1) l on true
  left join lateral (select id from staff s where s.clinic_id = p.clinic_id limit 1) s on true,
       generate_series(1, case p.id when {busy} then {many} else 1 end) n;
insert into dose (patient_id, clinic_id, record_clinic_id, cvx, vaccine_id, lot_id, series, given_on, given_by, source,
                  purpose, voided_at, voided_by, void_reason, recorded_by, version)
select patient_id, clinic_id, clinic_id, '09', vaccine_id, lot_id, 'S', date '1960-01-01' + n + k, nurse_id, 'GIVEN_HERE',
       'ROUTINE', case k when 0 then now() end, case k when 0 then {nurse}::uuid end, case k when 0 then 'Қате' end,
       {nurse}, 1
  from much, unnest(array[0, 50]) k;
update dose d
   set replaces_id = d.id, voided_by = {nurse}, recorded_by = {nurse}, given_by = coalesce(given_by, m.nurse_id),
       lot_id = coalesce(d.lot_id, m.lot_id), vaccine_id = coalesce(d.vaccine_id, m.vaccine_id)
  from much m where m.patient_id = d.patient_id and m.n = 1;
insert into consent (patient_id, clinic_id, record_clinic_id, vaccine_group, decision, written_on, signed_by, revoked_on,
                     revoked_at, recorded_by, version)
select patient_id, clinic_id, clinic_id, 'HepA', 'CONSENT', '2020-01-01', 'MOTHER', '2020-02-01', now(), {nurse}, 1
  from much;
insert into dose_import (clinic_id, file_name, content_hash, source, state, uploaded_by, applied_at, applied_by, version)
select c.id, 'doses.xlsx', '-', 'RECORDED_FROM_PAPER', 'APPLIED', {nurse}, now(), {nurse}, 1
  from clinic c, generate_series(1, {many});
insert into dose_import_row (import_id, clinic_id, number, state, patient_id, dose_id, cvx, vaccine_id, given_on, source)
select f.id, f.clinic_id, n, 'IMPORTED', d.patient_id, d.id, d.cvx, d.vaccine_id, d.given_on, 'RECORDED_FROM_PAPER'
  from (select distinct on (clinic_id) * from dose_import order by clinic_id, id) f
  join lateral (select d.*, row_number() over (order by d.id) n from dose d where d.clinic_id = f.clinic_id limit {many}) d
    on true;
update dose d set import_id = (select id from dose_import f where f.clinic_id = d.clinic_id order by id limit 1);
insert into immunization_certificate (patient_id, clinic_id, record_clinic_id, token_hash, token_sealed, calendar, dose_ids,
                                      content, issued_on, issued_by, revoked_at, revoked_by, revoke_reason, version)
select m.patient_id, m.clinic_id, m.clinic_id, sha256((m.patient_id::text || n)::bytea), '-', '2025-01-01', '{{}}',
       jsonb_build_object('person', jsonb_build_object('birth_date', p.birth_date), 'doses', jsonb_build_array(
           jsonb_build_object('given_on', '2020-01-01', 'series', 'S', 'vaccine', jsonb_build_object('kk', 'В', 'ru', 'В',
               'en', 'V'), 'against', jsonb_build_object('kk', '[]'::jsonb, 'ru', '[]'::jsonb, 'en', '[]'::jsonb)))),
       '2020-01-01', {nurse}, now(), {nurse}, 'Қате', 1
  from much m join patient p on p.id = m.patient_id;
insert into deferral (patient_id, clinic_id, record_clinic_id, since, until, reason, recorded_by, version)
select patient_id, clinic_id, clinic_id, '2020-01-01', '2020-02-01', 'Ауру', {nurse}, 1 from much;
insert into tuberculin_test (patient_id, clinic_id, record_clinic_id, kind, made_on, hyperaemia, destructive, recorded_by,
                             version)
select patient_id, clinic_id, clinic_id, 'MANTOUX', '2020-01-01', false, false, {nurse}, 1 from much;
insert into observation (patient_id, clinic_id, record_clinic_id, kind, since, ended_on, ended_at, recorded_by, ended_by,
                         voided_at, void_reason, voided_by, version)
select patient_id, clinic_id, clinic_id, 'BCG_NO_SCAR', '2020-01-01', '2020-02-01', now(), {nurse}, {nurse}, now(), 'Қате',
       {nurse}, 1 from much;
insert into adverse_event (patient_id, clinic_id, record_clinic_id, dose_id, severity, began_on, description, recorded_by,
                           version)
select patient_id, clinic_id, clinic_id, id, 'MILD', given_on, 'Қызару', {nurse}, 1 from dose;
insert into organised_group (clinic_id, kind, name, class_name, sort_key, closed, version)
select c.id, 'SCHOOL', '№ 5', 'S' || n, n::text, false, 1 from clinic c, generate_series(1, {many}) n;
insert into organised_group_member (group_id, patient_id, clinic_id, record_clinic_id, since)
select (select id from organised_group g where g.clinic_id = m.clinic_id order by id limit 1), m.patient_id, m.clinic_id,
       m.clinic_id, '2020-01-01'
  from much m where n = 1 and not exists (select from organised_group_member o where o.patient_id = m.patient_id);
insert into immunization_session (clinic_id, held_on, place_kind, place, group_id, vaccine_id, lot_id, planned_by, version)
select distinct m.clinic_id, current_date + k, 'SCHOOL', '№ 5',
       (select id from organised_group g where g.clinic_id = m.clinic_id limit 1), vaccine_id, lot_id, {nurse}, 1
  from much m, generate_series(1, {many}) k;
insert into immunization_session_person (session_id, patient_id, clinic_id, record_clinic_id, outcome, dose_id, seen_by,
                                         version)
select s.id, d.patient_id, d.clinic_id, d.clinic_id, 'GIVEN', d.id, {nurse}, 1
  from immunization_session s
  join lateral (select * from dose d where d.voided_at is null and d.clinic_id = s.clinic_id and d.given_on = '1960-02-21'
                 order by id limit {many}) d on true
on conflict do nothing;
insert into immunization_due (patient_id, clinic_id, vaccine_group, dose_number, earliest_on, due_on, past_due_on,
                              act_on, obstacles, vaccines, calendar)
select patient_id, clinic_id, 'G' || n, 1, current_date - 50, current_date - 30 - n, current_date - 20,
       current_date - 30, '{{}}', '{{09}}', 'KZ'
  from much;
"""

# A message to everybody of the clinic about a dose of theirs, and a wish to be left alone; notices to the clinic.
REMINDED: LiteralString = """
insert into reminder (kind, clinic_id, recipient_id, planned_for, language, channel, address, message, segments, fate,
                      reason, tries, claims, left_on, version)
select 'IMMUNIZATION', clinic_id, id, current_date - n, 'kk', 'SMS', '+77010000000', 'Екпе', 1, 'UNKNOWN',
       'OUTCOME_UNKNOWN', 1, 1, current_date - n, 1
  from patient p, generate_series(1, case p.id when {busy} then {many} else 1 end) n where clinic_id = {clinic};
insert into reminder_item (reminder_id, patient_id, clinic_id, vaccine_group, dose_number, act_on, dropped)
select id, recipient_id, clinic_id, 'G' || n, 1, current_date, 'REFUSED' from reminder, generate_series(1, 2) n;
insert into reminder_opt_out (patient_id, clinic_id, channel, kind, source, recorded_by, ended_at, ended_by)
select id, clinic_id, 'SMS', 'IMMUNIZATION', 'STAFF', {nurse}, now(), {nurse}
  from patient p, generate_series(1, case p.id when {busy} then {many} else 1 end) where clinic_id = {clinic};
insert into outbox (topic, recipient, clinic_id, payload, tries, fate, reason, address)
select 'attachment.left', 'clinic', {clinic}, '{{"from_day": "2026-11-24"}}', 0, 'WITHDRAWN', 'NO_ADDRESS', 'a@example.invalid'
  from generate_series(1, {many});
"""

# One person with twenty of everything: earlier attachments, refusals, relatives, undone merges, readers.
BUSY: LiteralString = """
insert into attachment (patient_id, clinic_id, record_clinic_id, list_id, area_id, starts_on, ends_on, end_reason,
                        channel, reason, requested_on, previous_id, recorded_by, resident, home_visits, over_norm,
                        version)
select patient_id, clinic_id, clinic_id, list_id, area_id, starts_on - n * 10, starts_on - n * 10, 'ERROR',
       channel, reason, requested_on, id, {nurse}, true, true, false, 1
  from attachment, generate_series(1, {many}) n where patient_id = {busy} and ends_on is null;
insert into family_link (patient_id, relative_id, clinic_id, tie)
select {busy}, id, clinic_id, 'OTHER' from pair where id <> {busy} limit {many} on conflict do nothing;
insert into merge (survivor_id, merged_id, clinic_id, reason, undone_at, merged_by)
select {busy}, id, clinic_id, 'Сынақ', now(), {nurse} from pair where id <> {busy} limit {many};
insert into attachment_refusal (patient_id, clinic_id, list_id, code, refused_on, recorded_by)
select patient_id, clinic_id, list_id, 'NORM_EXCEEDED', current_date - n, {nurse}
  from attachment, generate_series(1, {many}) n where patient_id = {busy} and ends_on is null;
insert into attachment_refusal (patient_id, clinic_id, list_id, code, refused_on, recorded_by)
select patient_id, clinic_id, list_id, 'NORM_EXCEEDED', current_date, {nurse}
  from attachment where patient_id = {quiet} and ends_on is null;
insert into access_event (account_id, account_name, role, clinic_id, operation, patient_ids, patient_count, outcome)
select {nurse}, 'Сынақ', 'NURSE', clinic_id, 'Person', array[id], 1, 'OK'
  from pair, generate_series(1, {many}) where id = {busy};
"""

# Two sessions of the clinic that are the fullest: one keeps one child, the other twenty, each with a dose taken back.
SESSIONS: LiteralString = """
create temporary table fullest as
select session_id as id, row_number() over (order by count(*) desc, session_id) as place
  from immunization_session_person where clinic_id = {clinic} group by 1 order by 2 limit 2;
delete from immunization_session_person x using fullest f
 where x.session_id = f.id and f.place = 1
   and x.id <> (select min(id::text)::uuid from immunization_session_person where session_id = f.id);
insert into dose (patient_id, clinic_id, record_clinic_id, cvx, series, given_on, session_id, source, purpose, voided_at,
                  voided_by, void_reason, recorded_by, version)
select p.patient_id, p.clinic_id, p.clinic_id, '09', 'S', date '1965-01-01', f.id, 'GIVEN_HERE', 'ROUTINE', now(),
       {nurse}, 'Қате', {nurse}, 1
  from fullest f join immunization_session_person p on p.session_id = f.id;
"""
SHORT_AND_LONG: LiteralString = "select id from fullest order by place"

# What the nurse did in the last hour, twenty times; the registrar once.
LATELY: LiteralString = """
update attachment set recorded_by = %s, recorded_at = now() where id in (
    select id from attachment where clinic_id = %s and ends_on is null and recorded_at < now() - interval '1 day'
     limit %s)
"""

TWO_PEOPLE: LiteralString = """
select p.id, p.iin, p.given_name || to_char(p.birth_date, ' DD.MM.YYYY')
  from patient p join attachment a on a.patient_id = p.id and a.ends_on is null and a.clinic_id = p.clinic_id
 where p.clinic_id = %s and p.merged_into is null and p.iin is not null and p.deceased_on is null
 order by p.id offset 5 limit 2
"""
FILE: LiteralString = "select id from dose_import where clinic_id = %s order by id limit 1"
COMMON_NAME: LiteralString = (
    "select given_name from patient where clinic_id = %s group by 1 order by count(*) desc limit 1"
)


@dataclass(frozen=True, slots=True)
class Grown:
    """People of the clinic, one with one of everything and one with twenty; a name of many and a text for one.

    Sessions of it, one with one child and one with twenty.
    """

    quiet: UUID
    busy: UUID
    iin: str
    name: str
    rare: str
    short: UUID
    long: UUID
    lot: UUID
    file: UUID


def grow(known: psycopg.Connection[Any], clinic_id: UUID, accounts: Mapping[Role, UUID]) -> Grown:
    """Fill the city, past every wall."""
    (quiet, iin, rare), (busy, *_) = known.execute(TWO_PEOPLE, [clinic_id]).fetchall()
    ((name,),) = known.execute(COMMON_NAME, [clinic_id]).fetchall()
    given = {"clinic": clinic_id, "nurse": accounts[Role.NURSE], "busy": busy, "quiet": quiet, "many": MANY}
    known.execute("set session_replication_role = replica")
    known.execute(SQL(FILL + IMMUNIZED + REMINDED + BUSY + SESSIONS).format(**given))
    for role, times in ((Role.NURSE, MANY), (Role.REGISTRAR, 1)):
        known.execute(LATELY, [accounts[role], clinic_id, times])
    known.execute("set session_replication_role = origin")
    (short,), (long,) = known.execute(SHORT_AND_LONG).fetchall()
    ((lot,),) = known.execute("select id from vaccine_lot where clinic_id = %s limit 1", [clinic_id]).fetchall()
    ((file,),) = known.execute(FILE, [clinic_id]).fetchall()
    return Grown(quiet, busy, iin, name, rare, short, long, lot, file)
