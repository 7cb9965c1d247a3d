import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useQuery } from "urql";
import type { ResultOf, VariablesOf } from "../api/graphql";
import { useSend } from "../api/send";
import { sayFullDay } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { ActForm, type Asked, type Values } from "../parts/ActForm";
import { AskReason } from "../parts/AskReason";
import { useAct } from "../parts/use-act";
import { CertificatesOf, IssueCertificate, RevokeCertificate } from "./certificate";
import { kept } from "./DoseForm";
import classes from "./Immunization.module.css";
import { STANDINGS } from "./names";
import { PaperLinks } from "./PaperLinks";

type Node = NonNullable<ResultOf<typeof CertificatesOf>["node"]>;
type Certificate = Extract<Node, { __typename: "Patient" }>["immunizationCertificates"][number];

const MEANINGS = { VALID: "good", CHANGED: "attention", EXPIRED: "attention", REVOKED: "urgent" };
const ICONS = { VALID: IconCircleCheck, CHANGED: IconAlertCircle, EXPIRED: IconAlertCircle, REVOKED: IconCircleX };

/** What was issued to a person, the latest first: what each is worth, its paper, and the way to revoke it. */
export function Certificates({ personId }: { personId: string }) {
  const { t } = useLingui();
  const [{ data }] = useQuery({
    query: CertificatesOf,
    variables: { id: personId },
    requestPolicy: "cache-and-network",
  });
  const issued = data?.node?.__typename === "Patient" ? data.node.immunizationCertificates : [];
  if (!issued.length) return null;
  return (
    <>
      <h4 className={classes.sub}>{t`Certificates`}</h4>
      <ul className={classes.list}>
        {issued.toReversed().map((one) => (
          <CertificateRow key={one.id} certificate={one} />
        ))}
      </ul>
    </>
  );
}

function CertificateRow({ certificate }: { certificate: Certificate }) {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  const { standing, issuedOn, validUntil, issuedBy, clinic, doses, revokeReason } = certificate;
  const Icon = ICONS[standing];
  const count = doses.length;
  const until = validUntil ? sayFullDay(validUntil, language) : "";
  const facts = [count > 0 && t`Doses: ${count}`, until && t`valid until ${until}`, issuedBy, clinic.name];
  return (
    <li>
      <span>
        <span className={classes.what}>{t`Certificate`}</span> {sayFullDay(issuedOn, language)}
        <br />
        <span className={classes.quietly}>{facts.filter(Boolean).join(" · ")}</span>
      </span>
      <span className={classes.state} data-meaning={MEANINGS[standing]}>
        <Icon size={14} stroke={1.75} aria-hidden />
        {i18n._(STANDINGS[standing])}
      </span>
      {revokeReason && (
        <p className={classes.quietly} style={{ margin: 0 }}>
          {t`Revoked because`}: {revokeReason}
        </p>
      )}
      <CertificateActs certificate={certificate} />
    </li>
  );
}

function CertificateActs({ certificate: { id, version, availableActions } }: { certificate: Certificate }) {
  const { t } = useLingui();
  const [send] = useSend(RevokeCertificate);
  const revoke = async (reason: string) => {
    const input = { certificateId: id, version, reason };
    const answer = (await send({ input }))?.revokeImmunizationCertificate;
    return answer && "message" in answer ? answer.message : null;
  };
  return (
    <div className={classes.row}>
      <PaperLinks
        address={`/files/immunization-certificates/${id}`}
        labels={{ kk: t`Print in Kazakh`, ru: t`Print in Russian` }}
        size="compact-sm"
        variant="subtle"
      />
      {availableActions.includes("REVOKE") && (
        <AskReason title={t`Revoke the certificate`} question={t`Why is it worth nothing any more?`} onReason={revoke}>
          {(ask) => <Button size="compact-sm" variant="subtle" onClick={ask}>{t`Revoke`}</Button>}
        </AskReason>
      )}
    </div>
  );
}

/** Asks only how long; what it states is decided by the record. */
export function CertificateForm({ personId, onClose }: { personId: string; onClose(): void }) {
  const { t } = useLingui();
  const act = useAct(IssueCertificate, t`Issued. Print it from the list of certificates.`, onClose);
  const asked: Asked[] = [
    { name: "validUntil", label: t`Valid until`, kind: "day", description: t`Empty: without an end.` },
  ];
  const send = (values: Values) =>
    act({ input: { patientId: personId, ...kept(values) } as VariablesOf<typeof IssueCertificate>["input"] });
  return (
    <ActForm
      title={t`Vaccination certificate`}
      lead={
        <p className={classes.quietly} style={{ margin: 0 }}>
          {t`It states the doses that count today and never changes. Its code leads to a page that shows only whether it is valid.`}
        </p>
      }
      asked={asked}
      submit={t`Issue`}
      onSubmit={send}
      onClose={onClose}
    />
  );
}
