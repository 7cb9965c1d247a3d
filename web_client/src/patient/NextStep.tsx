import { Trans, useLingui } from "@lingui/react/macro";
import { useNavigate } from "@tanstack/react-router";
import { useKey } from "../keys/use-key";
import { ButtonLink } from "../parts/ButtonLink";
import { useSearch } from "../search/SearchProvider";
import classes from "./NextStep.module.css";
import { comingAttachment, type PersonRecord } from "./person";
import { RevealIdentity } from "./RevealIdentity";

const STEPS = ["ATTACH", "UPDATE", "MERGE", "REVEAL_IDENTITY"] as const;

/** What may be done now with this person, as the server says; the likely step is the one filled button. */
export function NextStep({ person }: { person: PersonRecord }) {
  const { t } = useLingui();
  const { text } = useSearch();
  const navigate = useNavigate();
  const { availableActions: can } = person;
  const attachment = comingAttachment(person) ?? person.attachment;
  const to = { params: { personId: person.id }, state: { q: text } };
  const attach = can.includes("ATTACH");
  const detach = Boolean(attachment?.availableActions.includes("DETACH"));
  useKey({ code: "KeyA" }, attach && (() => void navigate({ to: "/desk/$personId/attach", ...to })));
  useKey({ code: "KeyD" }, detach && (() => void navigate({ to: "/desk/$personId/detach", ...to })));
  if (!detach && !STEPS.some((step) => can.includes(step))) return null;
  return (
    <section aria-label={t`Next step`} className={classes.steps}>
      {attach && (
        <ButtonLink to="/desk/$personId/attach" {...to} variant={attachment ? "default" : "filled"}>
          {attachment ? <Trans>Change doctor or clinic</Trans> : <Trans>Attach</Trans>}
        </ButtonLink>
      )}
      {detach && (
        <ButtonLink to="/desk/$personId/detach" {...to} variant="default">
          <Trans>Detach</Trans>
        </ButtonLink>
      )}
      {can.includes("UPDATE") && (
        <ButtonLink to="/desk/$personId/correct" {...to} variant="default">
          <Trans>Correct the record</Trans>
        </ButtonLink>
      )}
      {can.includes("MERGE") && (
        <ButtonLink to="/desk/$personId/merge" {...to} variant="default">
          <Trans>Merge a duplicate</Trans>
        </ButtonLink>
      )}
      {can.includes("REVEAL_IDENTITY") && <RevealIdentity patientId={person.id} />}
    </section>
  );
}
