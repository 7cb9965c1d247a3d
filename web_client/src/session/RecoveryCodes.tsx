import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Notice } from "../parts/Notice";
import classes from "./OwnAccountPage.module.css";

/** Shown once: whoever loses the telephone signs in with one of these. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept(): void }) {
  return (
    <>
      <Notice meaning="good" title={<Trans>The code is on</Trans>} live>
        <Trans>
          Write these recovery codes down or print them, and keep them away from the telephone. They are shown only now;
          each stands in for a code of the app once.
        </Trans>
      </Notice>
      <ol className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={classes.row}>
        <Button onClick={onKept}>
          <Trans>I have kept them</Trans>
        </Button>
        <Button variant="default" onClick={() => print()}>
          <Trans>Print</Trans>
        </Button>
      </div>
    </>
  );
}
