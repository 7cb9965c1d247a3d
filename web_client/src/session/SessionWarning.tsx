import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import classes from "./SessionWarning.module.css";
import type { Soon } from "./use-clock";

interface Props {
  soon: Soon;
  onStay(): void;
  onSignInAgain(): void;
}

/** A quiet notice before the session ends: why, how long, and the one thing that keeps it. */
export function SessionWarning({ soon: { because, at }, onStay, onSignInAgain }: Props) {
  const { t } = useLingui();
  const left = useSecondsLeft(at);
  return (
    <section className={classes.warning} aria-label={t`The session ends soon`}>
      <IconClock size={20} stroke={1.75} aria-hidden className={classes.icon} />
      <div role="status" className={classes.words}>
        {because === "idle" ? (
          <Trans>Nothing was done here for a while: you will be signed out soon. What you typed stays.</Trans>
        ) : (
          <Trans>A session lasts one working day at most and ends soon. What you typed stays.</Trans>
        )}
      </div>
      <strong role="timer" className={`${classes.left} figures`} aria-label={t`Time left`}>
        {Math.floor(left / 60)}:{String(left % 60).padStart(2, "0")}
      </strong>
      {because === "idle" ? (
        <Button onClick={onStay}>
          <Trans>Stay signed in</Trans>
        </Button>
      ) : (
        <Button onClick={onSignInAgain}>
          <Trans>Sign in again now</Trans>
        </Button>
      )}
    </section>
  );
}

function useSecondsLeft(at: number): number {
  const left = () => Math.max(0, Math.ceil((at - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const tick = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(tick);
  });
  return seconds;
}
