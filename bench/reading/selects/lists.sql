with page as materialized (
    select l.id, l.sort_key, row_number() over (order by l.sort_key, l.id) as place, json_build_object(
            'id', translate(encode(('DoctorList:' || replace(l.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
            'kind', l.kind,
            'people', l.people,
            'norm', l.norm,
            'room', case when l.closed then 0 else greatest(0, l.norm - l.people) end,
            'ratio', l.people::float8 / l.norm,
            'overNorm', l.people > l.norm,
            'doctor', json_build_object(
                'id', translate(encode(('Staff:' || replace(l.doctor_id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
                'fullName', concat_ws(' ', l.family_name, l.given_name, nullif(l.patronymic, ''))),
            'clinic', (
                select json_build_object(
                    'id', translate(encode(('Clinic:' || replace(c.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
                    'name', c.name_kk)
                  from clinic c where c.id = l.clinic_id),
            'areas', coalesce((
                select json_agg(json_build_object('number', r.number) order by r.number)
                  from (select r.number from area r where r.list_id = l.id order by r.number limit 50) r), '[]')) as node
      from (select l.*, d.family_name, d.given_name, d.patronymic, d.sort_key,
                   case l.kind when 'GP' then 1700 when 'THERAPIST' then 2200 when 'PAEDIATRICIAN' then 900 end as norm
              from doctor_list l join staff d on d.id = l.doctor_id order by d.sort_key, l.id limit 101) l
)
select json_build_object('data', json_build_object('doctorLists', json_build_object(
           'nodes', coalesce(json_agg(node order by place) filter (where place <= 100), '[]'),
           'pageInfo', json_build_object(
               'hasNextPage', count(*) > 100,
               'endCursor', max(translate(encode(convert_to(
                    '{"i":"' || replace(id::text, '-', '') || '","k":' || to_json(sort_key)::text || '}', 'UTF8'), 'base64'),
                    E'+/=\n', '-_')) filter (where place = least(100, places)))))) as body,
       '{}'::uuid[] as people
  from (select *, count(*) over () as places from page) page
