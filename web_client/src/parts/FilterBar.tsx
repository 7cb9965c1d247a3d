import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Popover, Select } from "@mantine/core";
import { IconFilter, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { readDay, shortDay } from "../language/dates";
import { DayField } from "./DayField";
import type { Filters } from "./filters";
import classes from "./ListPage.module.css";
import { useFilters } from "./use-filters";

export interface Filter {
  name: keyof Filters;
  label: string;
  /** Without options it is a day. */
  options?: { value: string; label: string }[];
}

/** Filters as chips, all of them in the address: a list can be sent to a colleague as it stands. */
export function FilterBar({ filters: known }: { filters: Filter[] }) {
  const { t } = useLingui();
  const [filters, set] = useFilters();
  const active = known.filter(({ name }) => filters[name]);
  const say = ({ name, options }: Filter) => {
    const value = filters[name] ?? "";
    return options ? (options.find((one) => one.value === value)?.label ?? "…") : shortDay(value);
  };
  return (
    <div className={classes.filters}>
      <Popover position="bottom-start" trapFocus withinPortal>
        <Popover.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconFilter size={14} stroke={1.75} aria-hidden />}>
            <Trans>Filter</Trans>
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t`Filters`}>
          <div className={classes.fields}>
            {known.map((filter) => (
              <FilterField key={filter.name} filter={filter} />
            ))}
          </div>
        </Popover.Dropdown>
      </Popover>
      {active.map((filter) => (
        <button
          key={filter.name}
          type="button"
          className={classes.chip}
          aria-label={`${filter.label}: ${say(filter)} · ${t`Remove the filter ${filter.label}`}`}
          onClick={() => set({ [filter.name]: undefined })}
        >
          {filter.label}: {say(filter)}
          <IconX size={12} stroke={2} aria-hidden />
        </button>
      ))}
    </div>
  );
}

function FilterField({ filter: { name, label, options } }: { filter: Filter }) {
  const [filters, set] = useFilters();
  const { t } = useLingui();
  if (!options) return <DayFilter name={name} label={label} />;
  return (
    <Select
      label={label}
      data={options}
      value={filters[name] ?? null}
      onChange={(value) => set({ [name]: value ?? undefined })}
      searchable={options.length > 8}
      nothingFoundMessage={t`Nothing fits`}
      placeholder={t`any`}
      clearable
      comboboxProps={{ withinPortal: false }}
    />
  );
}

function DayFilter({ name, label }: { name: keyof Filters; label: string }) {
  const [filters, set] = useFilters();
  const [text, setText] = useState(filters[name] ? shortDay(filters[name]) : "");
  return (
    <DayField
      label={label}
      value={text}
      onChange={(next) => {
        setText(next);
        const day = readDay(next);
        if (day || !next) set({ [name]: day ?? undefined });
      }}
    />
  );
}
