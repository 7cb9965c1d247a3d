with page as materialized (
    select p.id, p.sort_key, row_number() over (order by p.sort_key, p.id) as place, json_build_object(
            'id', translate(encode(('Patient:' || replace(p.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
            'iin', p.iin,
            'fullName', concat_ws(' ', p.family_name, p.given_name, nullif(p.patronymic, '')),
            'birthDate', p.birth_date,
            'sex', p.sex,
            'attachments', json_build_object('nodes', coalesce((
                select json_build_array(json_build_object(
                        'startsOn', a.starts_on,
                        'reason', a.reason,
                        'area', case when r.id is not null then json_build_object('number', r.number, 'kind', r.kind) end,
                        'doctor', case when d.id is not null then json_build_object('shortName',
                            concat_ws(' ', d.family_name, left(d.given_name, 1) || '.', nullif(left(d.patronymic, 1), '') || '.')) end))
                  from (select * from attachment a where a.patient_id = p.id order by a.starts_on desc, a.id desc limit 1) a
                  left join area r on r.id = a.area_id
                  left join doctor_list l on l.id = a.list_id
                  left join staff d on d.id = l.doctor_id), '[]'))) as node
      from (select * from patient p where p.clinic_id = %(clinic)s::uuid and p.merged_into is null
             order by p.sort_key, p.id limit 51) p
)
select json_build_object('data', json_build_object('patients', json_build_object(
           'nodes', coalesce(json_agg(node order by place) filter (where place <= 50), '[]'),
           'pageInfo', json_build_object(
               'hasNextPage', count(*) > 50,
               'endCursor', max(translate(encode(convert_to(
                    '{"i":"' || replace(id::text, '-', '') || '","k":' || to_json(sort_key)::text || '}', 'UTF8'), 'base64'),
                    E'+/=\n', '-_')) filter (where place = least(50, places)))))) as body,
       array_agg(id) filter (where place <= 50) as people
  from (select *, count(*) over () as places from page) page
