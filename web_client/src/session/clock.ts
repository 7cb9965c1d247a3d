/**
 * How long the session still holds. The server says it on each answer; somebody at the keyboard prolongs it, and what
 * the client asks by itself does not. All tabs know the same.
 */
export interface Ends {
  /** Milliseconds of this machine's clock: when the session ends if nothing is done, and whatever is done. */
  idle: number;
  latest: number;
}

const HEADER = "Emhana-Session";
const UNATTENDED = { "X-Emhana-Unattended": "1" };
const ACTIVE_FOR_MS = 60_000;
const TOUCH_EVERY_MS = 60_000;
const SIGNS_OF_LIFE = ["keydown", "pointerdown", "wheel", "touchstart"] as const;

const channel = new BroadcastChannel("emhana-session");
const listeners = new Set<() => void>();
let ends: Ends | null = null;
let lastActive = Date.now();
let lastTouch = 0;

export const currentEnds = () => ends;

export function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function learn(next: Ends): void {
  ends = next;
  for (const listener of listeners) listener();
}

channel.onmessage = ({ data }: MessageEvent<Ends>) => learn(data);

export function readEnds(header: string | null, now: number): Ends | null {
  const said = /^idle=(\d+), latest=(\d+)$/.exec(header ?? "");
  return said && { idle: now + Number(said[1]) * 1000, latest: now + Number(said[2]) * 1000 };
}

/** `fetch` that tells the server whether somebody is there, and learns from its answer. */
export const watchedFetch: typeof fetch = async (input, init) => {
  const attended = Date.now() - lastActive < ACTIVE_FOR_MS;
  const headers = new Headers(init?.headers);
  if (!attended) for (const [name, value] of Object.entries(UNATTENDED)) headers.set(name, value);
  const answer = await fetch(input, { ...init, headers });
  const next = readEnds(answer.headers.get(HEADER), Date.now());
  if (!next) return answer;
  if (attended) lastTouch = Date.now();
  learn(next);
  channel.postMessage(next);
  return answer;
};

/** Somebody who types for long without a request must not be signed out: now and then a request says so. */
export function watchActivity(touch: () => void): () => void {
  const act = () => {
    lastActive = Date.now();
    if (ends && lastActive - lastTouch > TOUCH_EVERY_MS) {
      lastTouch = lastActive;
      touch();
    }
  };
  for (const name of SIGNS_OF_LIFE) window.addEventListener(name, act, { capture: true, passive: true });
  return () => {
    for (const name of SIGNS_OF_LIFE) window.removeEventListener(name, act, { capture: true });
  };
}
