import { useDebouncedValue } from "@mantine/hooks";
import { useSyncExternalStore } from "react";
import { listenToActivity, questionsUnderway } from "../api/activity";
import classes from "./Activity.module.css";

const A_BLINK_MS = 400;

/** A line under the search while an answer is late: the old rows stay, and nobody asks whether the click was heard. */
export function Activity() {
  const underway = useSyncExternalStore(listenToActivity, questionsUnderway) > 0;
  const [late] = useDebouncedValue(underway, A_BLINK_MS);
  return underway && late ? <div className={classes.line} aria-hidden /> : null;
}
