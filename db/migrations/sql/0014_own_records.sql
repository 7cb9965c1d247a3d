-- Rows of a merged record stay where they are (docs/adr/0005-merge-keeps-rows.md); they are the survivor's own all the same.
do $$
declare
    name text;
    key text;
begin
    for name, key in select * from (values
        ('patient', 'id'), ('attachment', 'patient_id'), ('attachment_refusal', 'patient_id'),
        ('family_link', 'patient_id'), ('merge', 'survivor_id'), ('dose', 'patient_id'), ('adverse_event', 'patient_id'),
        ('deferral', 'patient_id'), ('consent', 'patient_id'), ('tuberculin_test', 'patient_id'),
        ('organised_group_member', 'patient_id'), ('immunization_session_person', 'patient_id'),
        ('immunization_due', 'patient_id'), ('immunization_planning', 'patient_id'), ('reminder', 'recipient_id'),
        ('reminder_opt_out', 'patient_id'), ('immunization_certificate', 'patient_id')) as of_people(name, key) loop
        execute format('alter policy own on %I using (%I = any ((select emhana_records_of(emhana_patient()))::uuid[]))',
                       name, key);
    end loop;
end $$;
