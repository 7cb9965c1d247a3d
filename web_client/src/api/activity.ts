/** How many questions are on their way; who waits longer than a blink is shown that something happens. */
const listeners = new Set<() => void>();
let underway = 0;

function change(by: number): void {
  underway += by;
  for (const listener of listeners) listener();
}

export const questionsUnderway = () => underway;

export function listenToActivity(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function counting(ask: typeof fetch): typeof fetch {
  return async (input, init) => {
    change(1);
    try {
      return await ask(input, init);
    } finally {
      change(-1);
    }
  };
}
