with recursive person as materialized (
    select * from patient where id = %(person)s::uuid
), record as (
    select id from person
    union
    select p.id from patient p join record r on p.merged_into = r.id
), link as materialized (
    select l.id, l.since, l.until, l.tie, l.relative_id as other, false as turned
      from family_link l where l.patient_id in (select id from record)
    union all
    select l.id, l.since, l.until, l.tie, l.patient_id, true
      from family_link l where l.relative_id in (select id from record)
), whose as (
    select p.id as record, p.id as person, p.merged_into, p.sex from patient p where p.id in (select other from link)
    union
    select w.record, p.id, p.merged_into, w.sex from whose w join patient p on p.id = w.merged_into
), relative as materialized (
    select distinct on (w.person, tie, l.until) l.id, l.since, l.until, w.person,
           case when not l.turned then l.tie else case l.tie
                when 'MOTHER' then 'CHILD' when 'FATHER' then 'CHILD' when 'GUARDIAN' then 'WARD' when 'WARD' then 'GUARDIAN'
                when 'CHILD' then case w.sex when 'FEMALE' then 'MOTHER' else 'FATHER' end
                when 'GRANDPARENT' then 'GRANDCHILD' when 'GRANDCHILD' then 'GRANDPARENT' else l.tie end end as tie
      from link l join whose w on w.record = l.other and w.merged_into is null
     where w.person not in (select id from record)
     order by w.person, tie, l.until desc nulls first, l.id
)
select json_build_object('data', json_build_object('node', (
        select json_build_object(
            'id', translate(encode(('Patient:' || replace(p.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
            'iin', p.iin,
            'fullName', concat_ws(' ', p.family_name, p.given_name, nullif(p.patronymic, '')),
            'birthDate', p.birth_date,
            'sex', p.sex,
            'citizenship', p.citizenship,
            'phones', p.phones,
            'email', p.email,
            'deceasedOn', p.deceased_on,
            'version', p.version,
            'address', case when concat(p.locality, p.street, p.house, p.flat) <> '' then json_build_object(
                'locality', p.locality, 'street', p.street, 'house', p.house, 'flat', p.flat,
                'line', concat_ws(', ', nullif(p.locality, ''), nullif(p.street, ''), nullif(p.house, ''), nullif(p.flat, ''))) end,
            'clinic', (
                select json_build_object(
                    'id', translate(encode(('Clinic:' || replace(c.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
                    'name', c.name_kk)
                  from clinic c where c.id = p.clinic_id),
            'attachments', json_build_object('nodes', coalesce((
                select json_agg(json_build_object(
                    'id', translate(encode(('Attachment:' || replace(a.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
                    'startsOn', a.starts_on,
                    'endsOn', a.ends_on,
                    'reason', a.reason,
                    'resident', a.resident,
                    'clinic', json_build_object('name', a.name_kk),
                    'doctor', case when a.doctor is not null then json_build_object('shortName', a.doctor) end,
                    'area', case when a.number is not null then json_build_object('number', a.number) end)
                    order by a.starts_on desc, a.id desc)
                  from (
                    select a.*, c.name_kk, r.number,
                           concat_ws(' ', d.family_name, left(d.given_name, 1) || '.', nullif(left(d.patronymic, 1), '') || '.') as doctor
                      from attachment a
                      join clinic c on c.id = a.clinic_id
                      left join area r on r.id = a.area_id
                      left join doctor_list l on l.id = a.list_id
                      left join staff d on d.id = l.doctor_id
                     where a.patient_id = p.id
                     order by a.starts_on desc, a.id desc limit 10) a), '[]')),
            'family', coalesce((
                select json_agg(json_build_object(
                    'tie', f.tie,
                    'since', f.since,
                    'relative', json_build_object(
                        'id', translate(encode(('Patient:' || replace(o.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
                        'fullName', concat_ws(' ', o.family_name, o.given_name, nullif(o.patronymic, '')),
                        'birthDate', o.birth_date))
                    order by f.until desc nulls first, f.id)
                  from relative f join patient o on o.id = f.person), '[]'),
            'readers', json_build_object('nodes', coalesce((
                select json_agg(json_build_object(
                    'at', e.at,
                    'accountName', e.account_name,
                    'role', e.role,
                    'clinicName', (select c.name_kk from clinic c where c.id = e.clinic_id),
                    'operation', e.operation)
                    order by e.at desc, e.id desc)
                  from readers_of(p.id, null, null, 10) e), '[]')))
          from person p))) as body,
       array(select id from person union select person from relative) as people
