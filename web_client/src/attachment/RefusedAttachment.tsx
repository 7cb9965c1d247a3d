import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { readFragment } from "../api/graphql";
import { sayNumber } from "../language/numbers";
import { Notice } from "../parts/Notice";
import { RuleView } from "../parts/Rule";
import classes from "./AttachForm.module.css";
import { type AttachRefusal, ListChoice } from "./options";

/** A refusal is an answer with alternatives: other doctors who have room are one key away. */
export function RefusedAttachment({ refusal, onList }: { refusal: AttachRefusal; onList(id: string): void }) {
  const { t } = useLingui();
  if (refusal.__typename === "InvalidInput")
    return (
      <Notice meaning="attention" live title={refusal.message}>
        {refusal.problems.map(({ message }) => (
          <p key={message}>{message}</p>
        ))}
      </Notice>
    );
  if (refusal.__typename === "StaleVersion")
    return (
      <Notice meaning="attention" live>
        {refusal.message}
      </Notice>
    );
  const others =
    refusal.__typename === "NormExceeded" ? refusal.alternatives.map((one) => readFragment(ListChoice, one)) : [];
  return (
    <Notice meaning="information" live title={t`Not with this choice`}>
      <p>{refusal.message}</p>
      <RuleView rule={refusal.rule} />
      {others.length > 0 && (
        <>
          <p>
            <Trans>These doctors have room:</Trans>
          </p>
          <div className={classes.alternatives}>
            {others.map(({ id, doctor, room }) => (
              <Button key={id} size="compact-sm" variant="default" onClick={() => onList(id)}>
                {doctor.shortName} · {t`room for ${sayNumber(room)}`}
              </Button>
            ))}
          </div>
        </>
      )}
    </Notice>
  );
}
