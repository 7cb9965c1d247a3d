import { Trans } from "@lingui/react/macro";
import { type FragmentOf, graphql, readFragment } from "../api/graphql";
import classes from "./Rule.module.css";

export const Rule = graphql(`
  fragment Rule on Citation {
    act
    clause
    source
    verified
  }
`);

/** Where a rule stands, so that nobody has to believe the computer. */
export function RuleView({ rule }: { rule: FragmentOf<typeof Rule> | null | undefined }) {
  if (!rule) return null;
  const { act, clause, source, verified } = readFragment(Rule, rule);
  return (
    <p className={classes.rule} title={source}>
      <Trans>Rule</Trans>: {act}
      {clause && `, ${clause}`}
      {!verified && (
        <>
          {" "}
          · <Trans>source not yet verified</Trans>
        </>
      )}
    </p>
  );
}
