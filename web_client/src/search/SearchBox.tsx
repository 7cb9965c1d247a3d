import { useLingui } from "@lingui/react/macro";
import { IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useKey } from "../keys/use-key";
import { may, useSession } from "../session/viewer";
import classes from "./SearchBox.module.css";
import { useSearch } from "./SearchProvider";
import { optionId, SearchResults } from "./SearchResults";

/** The one box, always there. */
export function SearchBox() {
  const { t } = useLingui();
  const { viewer } = useSession();
  const { text, setText, items, active, setActive, choose, chooseWhenFound, fetching, inPlace, open, setOpen } =
    useSearch();
  const field = useRef<HTMLInputElement>(null);
  const focus = () => field.current?.select();
  useKey({ code: "Slash" }, focus);
  useKey({ code: "KeyK", ctrl: true }, focus);
  useEffect(() => {
    if (open) field.current?.focus();
  }, [open]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive(Math.min(Math.max(active + step, 0), items.length - 1));
    else if (event.key === "Enter") {
      // What stands there before the answer may not be what the typed words mean.
      if (fetching && active === 0) chooseWhenFound();
      else choose(items[active]);
    } else if (event.key === "Escape" && text) setText("");
    else if (event.key === "Escape") field.current?.blur();
    else return setOpen(true);
    event.preventDefault();
  };

  const shown = inPlace || (open && text.length > 0);
  const label = may(viewer, "SEARCH_PATIENTS") ? t`IIN, phone, name, clinic or page` : t`Clinic or page`;
  return (
    <search className={classes.search}>
      <IconSearch size={18} stroke={1.75} aria-hidden className={classes.icon} />
      <input
        ref={field}
        className={classes.field}
        role="combobox"
        aria-label={label}
        aria-expanded={shown && text.length > 0}
        aria-controls={shown && text ? "results" : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown && items[active] ? optionId(items[active].key) : undefined}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
      />
      {text ? (
        <button type="button" className={classes.clear} aria-label={t`Clear the search`} onClick={() => setText("")}>
          <IconX size={16} stroke={1.75} aria-hidden />
        </button>
      ) : (
        <kbd className={classes.key} aria-hidden>
          /
        </kbd>
      )}
      {shown && !inPlace && (
        <div className={classes.drop} onPointerDown={(event) => event.preventDefault()}>
          <SearchResults />
        </div>
      )}
    </search>
  );
}
