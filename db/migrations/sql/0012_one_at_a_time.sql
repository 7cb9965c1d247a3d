-- One attachment, and one class, at a time, as before: two periods of one person do not overlap. A GiST index compares
-- everything on a page, and ranges of uuids are costly to compare: a point is two numbers. 104 bits of hash tell people
-- apart; if two ever fell on one point, a period would be refused, never an overlap let through.
create function uuid_point(id uuid) returns point language sql immutable strict parallel safe
    return point((uuid_hash_extended(id, 0) >> 12)::float8, (uuid_hash_extended(id, 1) >> 12)::float8);

alter table attachment
    drop constraint one_attachment_at_a_time,
    add constraint one_attachment_at_a_time exclude using gist (
        uuid_point(patient_id) with ~=, daterange(starts_on, ends_on) with &&);
alter table organised_group_member
    drop constraint one_group_at_a_time,
    add constraint one_group_at_a_time exclude using gist (
        uuid_point(patient_id) with ~=, daterange(since, until) with &&);
