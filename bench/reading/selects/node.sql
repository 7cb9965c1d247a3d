select json_build_object('data', json_build_object('node', (
        select json_build_object(
            '__typename', 'Patient',
            'id', translate(encode(('Patient:' || replace(p.id::text, '-', ''))::bytea, 'base64'), E'+/=\n', '-_'),
            'fullName', concat_ws(' ', p.family_name, p.given_name, nullif(p.patronymic, '')),
            'birthDate', p.birth_date,
            'sex', p.sex)
          from patient p where p.id = %(person)s::uuid))) as body,
       array(select p.id from patient p where p.id = %(person)s::uuid) as people
