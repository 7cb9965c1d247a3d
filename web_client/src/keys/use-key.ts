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

/** A list that is open under its field; one without anything in it is not seen, and so not open. */
function isListOpen(field: HTMLElement): boolean {
  const list = document.getElementById(field.getAttribute("aria-controls") ?? "");
  return field.getAttribute("aria-expanded") === "true" && list?.checkVisibility() === true;
}

/**
 * Escape in a field leaves the field, and the next one is the page's: one step back at a time. An open list closes
 * first, the search box empties first, and in a dialog the key is the dialog's.
 */
export function useLeaveField(): void {
  useLayoutEffect(() => {
    const leave = (event: KeyboardEvent) => {
      const field = event.target;
      if (event.code !== "Escape" || event.isComposing || !(field instanceof HTMLElement) || !isTyping(field)) return;
      if (isListOpen(field) || field.closest('search, [aria-modal="true"]')) return;
      event.preventDefault();
      // The next Tab goes on from here, as the browser keeps the place.
      field.blur();
    };
    window.addEventListener("keydown", leave, true);
    return () => window.removeEventListener("keydown", leave, true);
  }, []);
}
