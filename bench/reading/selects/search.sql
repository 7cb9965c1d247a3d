-- $1: what was typed, already turned into look-ups as db/queries/search.py does
with found as materialized (
    select s.id, s.place from search_people(%(lookups)s::jsonb, '[]', %(family)s, null, null, 20, 60)
           with ordinality s (id, family_name, given_name, patronymic, place)
     order by place limit 20
), shown as materialized (
    select f.place, p.id, json_build_object('patient', json_build_object(
            'id', translate(encode(('Patient:' || replace(p.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
            'iin', p.iin,
            'fullName', concat_ws(' ', p.family_name, p.given_name, nullif(p.patronymic, '')),
            'birthDate', p.birth_date,
            'sex', p.sex,
            'phones', p.phones,
            'deceasedOn', p.deceased_on,
            'address', case when concat(p.locality, p.street, p.house, p.flat) <> '' then json_build_object(
                'line', concat_ws(', ', nullif(p.locality, ''), nullif(p.street, ''), nullif(p.house, ''), nullif(p.flat, ''))) end,
            'attachment', (
                select json_build_object(
                        'startsOn', a.starts_on,
                        'area', case when r.id is not null then json_build_object('number', r.number) end,
                        'doctor', case when d.id is not null then json_build_object('shortName',
                            concat_ws(' ', d.family_name, left(d.given_name, 1) || '.', nullif(left(d.patronymic, 1), '') || '.')) end)
                  from attachment a
                  left join area r on r.id = a.area_id
                  left join doctor_list l on l.id = a.list_id
                  left join staff d on d.id = l.doctor_id
                 where a.patient_id = p.id and a.starts_on <= emhana_today() and (a.ends_on is null or a.ends_on > emhana_today())
                 order by a.starts_on desc limit 1))) as hit
      from found f join patient p on p.id = f.id
)
select json_build_object('data', json_build_object('search', json_build_object(
           'people', coalesce(json_agg(hit order by place), '[]')))) as body,
       array_agg(id) as people
  from shown
