import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { Notice } from "../parts/Notice";
import type { Step } from "./unsent";

/** What the server does not know yet, how old the oldest of it is, and that nobody has to do anything about it. */
export function UnsentNotice({ unsent }: { unsent: Step[] }) {
  const { t } = useLingui();
  const online = useOnline();
  const now = useSeconds();
  const oldest = unsent[0];
  const seconds = oldest ? Math.max(0, Math.round((now - Date.parse(oldest.at)) / 1000)) : 0;
  if (online && (!oldest || seconds < 3)) return null;
  const minutes = Math.floor(seconds / 60);
  const age = minutes ? t`${minutes} min` : t`${seconds} s`;
  const count = unsent.length;
  return (
    <Notice
      meaning={online ? "information" : "attention"}
      title={online ? t`Sending` : t`The network is away: go on working`}
    >
      <span role="status">
        {oldest ? (
          <>
            <Plural value={count} one="# step is not sent yet" other="# steps are not sent yet" />
            {", "}
            <Trans>the oldest is {age} old</Trans>.{" "}
          </>
        ) : null}
        <Trans>Everything is kept on this machine and goes out by itself, each dose once.</Trans>
      </span>
    </Notice>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return online;
}

function useSeconds(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(tick);
  }, []);
  return now;
}
