import type { KeyboardEvent as ReactKeyboardEvent } from "react";

const SHIFTED: Record<string, string> = { Comma: "<", Period: ">" };

/** What a card reader meant: it presses keys of a US keyboard, whatever layout the computer has. */
export function physicalCharacter(event: Pick<KeyboardEvent, "code" | "shiftKey" | "key">): string {
  const { code } = event;
  if (/^(Digit|Numpad)\d$/.test(code)) return code.slice(-1);
  if (/^Key[A-Z]$/.test(code)) return code.slice(3);
  if (event.shiftKey && SHIFTED[code]) return SHIFTED[code];
  if (code === "Enter" || code === "NumpadEnter") return "\n";
  if (code === "IntlBackslash") return "<";
  return event.key.length === 1 ? event.key : "";
}

type Press = Pick<KeyboardEvent, "code" | "key" | "ctrlKey" | "altKey" | "metaKey" | "shiftKey">;

/** The digit that stands on the key, where the layout types something else; with Shift the layout's letter is meant. */
export function digitOf({ code, key, ctrlKey, altKey, metaKey, shiftKey }: Press): string | null {
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  return !digit || key === digit || ctrlKey || altKey || metaKey || shiftKey ? null : digit;
}

/**
 * In a Kazakh layout the row of digits types letters (ә і ң ғ…). A field that begins with a digit takes the digit of the
 * key, so nobody has to switch the layout in the middle of a form; a house's own letter («12а») has a key elsewhere.
 */
export function typeDigit(event: ReactKeyboardEvent<HTMLInputElement>): void {
  const digit = digitOf(event);
  if (!digit) return;
  event.preventDefault();
  const field = event.currentTarget;
  const from = field.selectionStart ?? field.value.length;
  setNatively(field, field.value.slice(0, from) + digit + field.value.slice(field.selectionEnd ?? from), from + 1);
}

/** Changes a field as typing does, so that React and the browser both know. */
export function setNatively(field: HTMLInputElement | HTMLTextAreaElement, value: string, caret = value.length): void {
  const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.setSelectionRange?.(caret, caret);
}
