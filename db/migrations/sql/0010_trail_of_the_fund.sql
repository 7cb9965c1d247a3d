-- People of the Fund belong to no clinic, so what they do stands in no clinic's trail.
create policy of_managed on access_event for select to emhana_staff
    using (account_id = any (array(
        select a.id from account a
         where (select emhana_setting('emhana.role')) = 'FUND_OFFICER'
               and a.role in ('AUDITOR', 'FUND_OFFICER') and a.regions <@ (select emhana_regions()))));
