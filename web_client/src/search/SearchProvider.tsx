import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { useMatchRoute, useNavigate, useRouterState } from "@tanstack/react-router";
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useScanner } from "../keys/use-scanner";
import { useSession } from "../session/viewer";
import { type Item, useItems } from "./use-items";

interface SearchState {
  text: string;
  setText(text: string): void;
  items: Item[];
  problem: string | null;
  fetching: boolean;
  active: number;
  setActive(index: number): void;
  choose(item: Item | undefined): void;
  /** Enter was pressed before the answer came: the first one found is meant. */
  chooseWhenFound(): void;
  /** On the desk the results stand in the page; elsewhere, and over a person on a narrow screen, they drop down. */
  inPlace: boolean;
  open: boolean;
  setOpen(open: boolean): void;
}

const KEEP_AFTER_MS = 400;
/** Where SplitPage lays the detail over the list. */
const NARROW = "(width < 68.75rem)";

const Context = createContext<SearchState | null>(null);

export function useSearch(): SearchState {
  const state = use(Context);
  if (!state) throw new Error("Search is used outside of the frame");
  return state;
}

/** The text lives in the history entry, not in the address: a person's name or IIN must not reach a server's log. */
export function SearchProvider({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const kept = useRouterState({ select: ({ location }) => location.state.q ?? "" });
  const match = useMatchRoute();
  const atDesk = Boolean(match({ to: "/desk", fuzzy: true }));
  const covered = useMediaQuery(NARROW) && !match({ to: "/desk" });
  const inPlace = atDesk && !covered;
  const { viewer } = useSession();
  const [text, write] = useState(kept);
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState(false);
  const found = useItems(text, viewer);
  const awaited = useRef(false);
  const written = useRef(kept);

  // Back and forward bring their own text; what this box wrote itself must not come back over newer typing.
  useEffect(() => {
    if (kept === written.current) return;
    written.current = kept;
    write(kept);
  }, [kept]);

  const keep = useDebouncedCallback((next: string) => {
    written.current = next;
    void navigate({ to: ".", state: (state) => ({ ...state, q: next }), replace: true, resetScroll: false });
  }, KEEP_AFTER_MS);

  const setText = useCallback(
    (next: string) => {
      write(next);
      setActive(0);
      awaited.current = false;
      if (atDesk) keep(next);
    },
    [atDesk, keep],
  );

  const choose = useCallback(
    (item: Item | undefined) => {
      if (!item) return;
      setOpen(false);
      keep.cancel();
      const q = item.forgetText ? "" : text;
      written.current = q;
      write(q);
      item.run?.();
      if (item.go) void navigate({ ...item.go, state: { q, card: item.card } });
    },
    [navigate, text, keep],
  );

  const chooseWhenFound = useCallback(() => {
    awaited.current = true;
  }, []);

  useScanner((scan) => {
    setText(scan);
    chooseWhenFound();
  });

  useEffect(() => {
    if (!awaited.current || found.fetching || !(found.items.length || found.problem)) return;
    awaited.current = false;
    // A misread card opens no form over the one that is being filled in: the box says what is wrong.
    if (found.problem) setOpen(true);
    else choose(found.items[0]);
  }, [found, choose]);

  const state = useMemo(
    () => ({ text, setText, active, setActive, choose, chooseWhenFound, inPlace, open, setOpen, ...found }),
    [text, setText, active, choose, chooseWhenFound, inPlace, open, found],
  );
  return <Context value={state}>{children}</Context>;
}
