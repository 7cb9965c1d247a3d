import { useSyncExternalStore } from "react";
import { type Step, toKeep, withoutOld } from "./unsent";

/** In the machine's store and not the tab's: a closed window loses nothing. */
const KEPT_IN = "emhana.unsent";

const listeners = new Set<() => void>();
let steps: Step[] = read();

function read(): Step[] {
  try {
    return JSON.parse(localStorage.getItem(KEPT_IN) ?? "[]") as Step[];
  } catch {
    return [];
  }
}

function show(next: Step[]): void {
  steps = next;
  for (const listener of listeners) listener();
}

/** Reads what other windows did, changes it, keeps it: nothing can come between. */
export function change(by: (steps: Step[]) => Step[]): void {
  const words = new Map(steps.map(({ key, refused }) => [key, refused]));
  const current = read().map((step) =>
    step.refused ? { ...step, refused: words.get(step.key) ?? step.refused } : step,
  );
  const next = withoutOld(by(current), Date.now());
  if (next.length) localStorage.setItem(KEPT_IN, JSON.stringify(toKeep(next)));
  else localStorage.removeItem(KEPT_IN);
  show(next);
}

export const currentSteps = () => steps;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

window.addEventListener("storage", ({ key }) => key === KEPT_IN && show(read()));

export const useSteps = () => useSyncExternalStore(listen, currentSteps);
