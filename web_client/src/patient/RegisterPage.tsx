import { Trans, useLingui } from "@lingui/react/macro";
import { useRouterState } from "@tanstack/react-router";
import { fromCard } from "./form";
import classes from "./PersonFields.module.css";
import { RegisterForm } from "./RegisterForm";

export function RegisterPage() {
  const { t } = useLingui();
  const card = useRouterState({ select: ({ location }) => location.state.card });
  return (
    <>
      <h2 className={classes.title}>{t`New person`}</h2>
      <p className={classes.lead}>
        <Trans>Scan the identity card or type the IIN: what it says is filled in.</Trans>
      </p>
      <RegisterForm known={card ? fromCard(JSON.parse(card)) : {}} key={card ?? "new"} />
    </>
  );
}
