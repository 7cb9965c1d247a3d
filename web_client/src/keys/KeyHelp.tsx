import { useLingui } from "@lingui/react/macro";
import { IconKeyboard } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import frame from "../app/Frame.module.css";
import { useKey } from "./use-key";

const KeyList = lazy(async () => ({ default: (await import("./KeyList")).KeyList }));

/** Every key in one place, under `?`. */
export function KeyHelp() {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  useKey({ code: "Slash", shift: true }, () => setOpened(true));
  return (
    <>
      <button
        type="button"
        className={`${frame.icon} ${frame.keys}`}
        aria-label={t`Keys`}
        title={t`Keys (?)`}
        onClick={() => setOpened(true)}
      >
        <IconKeyboard size={20} stroke={1.75} aria-hidden />
      </button>
      <Suspense>{opened && <KeyList onClose={() => setOpened(false)} />}</Suspense>
    </>
  );
}
