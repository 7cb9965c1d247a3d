import { useLayoutEffect, useRef } from "react";

/** A key by its place on the keyboard, so that it is the same in a Kazakh, Russian or English layout. */
export interface Stroke {
  code: string;
  ctrl?: boolean;
  shift?: boolean;
  /** Also while typing in a field. */
  whileTyping?: boolean;
}

/** A choice is a field as well, but nobody types in it. */
const TYPED_IN = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest(TYPED_IN) !== null;
}

function fits(event: KeyboardEvent, stroke: Stroke): boolean {
  if (event.code !== stroke.code || event.altKey) return false;
  if (Boolean(stroke.ctrl) !== (event.ctrlKey || event.metaKey)) return false;
  if (Boolean(stroke.shift) !== event.shiftKey) return false;
  return stroke.whileTyping || stroke.ctrl || !isTyping(event.target);
}

export function useKey(stroke: Stroke, act: (() => void) | null | undefined | false): void {
  const latest = useRef(act);
  latest.current = act;
  const { code, ctrl, shift, whileTyping } = stroke;
  // Before the browser paints: a key works from the first moment that its page can be seen.
  useLayoutEffect(() => {
    let covered = false;
    // Seen before the key closes it: Escape leaves a dialog or a menu, and not the page beneath as well.
    const look = () => {
      covered = document.querySelector('[aria-modal="true"], [role="menu"]') !== null;
    };
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !latest.current || !fits(event, { code, ctrl, shift, whileTyping })) return;
      if (covered) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", look, true);
    window.addEventListener("keydown", listen);
    return () => {
      window.removeEventListener("keydown", look, true);
      window.removeEventListener("keydown", listen);
    };
  }, [code, ctrl, shift, whileTyping]);
}
