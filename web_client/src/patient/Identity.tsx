import { useLingui } from "@lingui/react/macro";
import { sayFullDay, sayMoment } from "../language/dates";
import { sayPhone } from "../language/numbers";
import { useLanguage } from "../language/use-language";
import { Facts, Section } from "../parts/Section";
import { useCitizenshipName } from "./names";
import type { PersonRecord } from "./person";

export function Identity({ person }: { person: PersonRecord }) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const citizenship = useCitizenshipName();
  const rows: [string, React.ReactNode][] = [
    [t`Family name`, person.familyName],
    [t`Given name`, person.givenName],
    [t`Patronymic`, person.patronymic],
    [t`Citizenship`, citizenship(person.citizenship)],
    [t`Address`, person.address?.line],
    [t`Phones`, person.phones.length > 0 && <Phones key="phones" phones={person.phones} />],
    [t`E-mail`, person.email],
  ];
  if (person.contractUntil) rows.push([t`Contract until`, sayFullDay(person.contractUntil, language)]);
  if (person.deceasedOn) rows.push([t`Died on`, sayFullDay(person.deceasedOn, language)]);
  const registered = sayMoment(person.registeredAt, language);
  rows.push([t`Registered`, [registered, person.registeredBy].filter(Boolean).join(" · ")]);
  return (
    <Section title={t`Identity`}>
      <Facts rows={rows} />
    </Section>
  );
}

function Phones({ phones }: { phones: string[] }) {
  return phones.map((phone) => (
    <a key={phone} href={`tel:${phone}`} className="figures" style={{ display: "block" }}>
      {sayPhone(phone)}
    </a>
  ));
}
