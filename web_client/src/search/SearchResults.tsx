import { Trans, useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { IconArrowRight, IconBolt, IconBuildingHospital, IconUserPlus } from "@tabler/icons-react";
import { Notice } from "../parts/Notice";
import { PersonRowView } from "../patient/PersonRow";
import { ElsewhereRow } from "./ElsewhereRow";
import { useSearch } from "./SearchProvider";
import classes from "./SearchResults.module.css";
import type { Item } from "./use-items";

export const optionId = (key: string) => `result-${key}`;

/** The results of the box; on the desk they are the list on the left. */
export function SearchResults({ current }: { current?: string }) {
  const { t } = useLingui();
  const { items, active, setActive, choose, fetching, problem, text } = useSearch();
  const people = items.filter(({ kind }) => kind === "person" || kind === "elsewhere").length;
  return (
    <>
      <p className="hidden" aria-live="polite">
        {!fetching && text.length > 1 && t`People found: ${people}`}
      </p>
      {problem && <Notice meaning="attention">{problem}</Notice>}
      <div id="results" role="listbox" aria-label={t`Search results`} className={classes.list}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box itself has the keys
          <div
            key={item.key}
            id={optionId(item.key)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            data-current={item.key === current || undefined}
            className={classes.option}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(item)}
          >
            <ItemView item={item} />
          </div>
        ))}
      </div>
      {fetching && items.length === 0 && <Waiting />}
      {!fetching && people === 0 && text.trim().length > 1 && !problem && (
        <p className={classes.none}>
          <Trans>Nobody of this clinic fits. A person of another clinic is found by the whole IIN.</Trans>
        </p>
      )}
    </>
  );
}

function ItemView({ item }: { item: Item }) {
  if (item.kind === "person") return <PersonRowView person={item.person} />;
  if (item.kind === "elsewhere") return <ElsewhereRow person={item.elsewhere} />;
  const Icon = {
    clinic: IconBuildingHospital,
    place: IconArrowRight,
    action: item.key === "new" ? IconUserPlus : IconBolt,
  }[item.kind];
  return (
    <span className={classes.other}>
      <Icon size={18} stroke={1.75} aria-hidden />
      <span>
        {item.name}
        {item.kind === "clinic" && <small>{item.address}</small>}
      </span>
    </span>
  );
}

function Waiting() {
  return (
    <div className={classes.waiting} aria-hidden>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} height={44} />
      ))}
    </div>
  );
}
