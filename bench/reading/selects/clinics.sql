with page as materialized (
    select c.id, c.name_kk, row_number() over (order by c.name_kk, c.id) as place, json_build_object(
            'id', translate(encode(('Clinic:' || replace(c.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
            'name', c.name_kk,
            'kind', c.kind,
            'ownership', c.ownership,
            'accredited', coalesce(c.accredited_until >= emhana_today(), false),
            'region', (select json_build_object('name', r.name_kk) from region r where r.code = c.region_code),
            'peopleCount', (select coalesce(sum(l.people), 0) from doctor_list l where l.clinic_id = c.id),
            'doctorLists', json_build_object('nodes', coalesce((
                select json_agg(json_build_object(
                        'kind', l.kind, 'people', l.people,
                        'doctor', json_build_object('shortName',
                            concat_ws(' ', l.family_name, left(l.given_name, 1) || '.', nullif(left(l.patronymic, 1), '') || '.')))
                        order by l.sort_key, l.id)
                  from (select l.id, l.kind, l.people, d.family_name, d.given_name, d.patronymic, d.sort_key
                          from doctor_list l join staff d on d.id = l.doctor_id
                         where l.clinic_id = c.id order by d.sort_key, l.id limit 20) l), '[]'))) as node
      from (select * from clinic c order by c.name_kk, c.id limit 31) c
)
select json_build_object('data', json_build_object('clinics', json_build_object(
           'nodes', coalesce(json_agg(node order by place) filter (where place <= 30), '[]'),
           'pageInfo', json_build_object(
               'hasNextPage', count(*) > 30,
               'endCursor', max(translate(encode(convert_to(
                    '{"i":"' || replace(id::text, '-', '') || '","k":' || to_json(name_kk)::text || '}', 'UTF8'), 'base64'),
                    E'+/=\n', '-_')) filter (where place = least(30, places)))))) as body,
       '{}'::uuid[] as people
  from (select *, count(*) over () as places from page) page
