import { useLingui } from "@lingui/react/macro";
import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useQuery } from "urql";
import { readFragment } from "../api/graphql";
import { Search } from "../search/search";
import { PersonRow, PersonRowView } from "./PersonRow";

interface Props {
  label: string;
  exceptId: string;
  onPick(id: string): void;
}

/** Finds another person on record by IIN, phone or name. */
export function PersonPicker({ label, exceptId, onPick }: Props) {
  const { t } = useLingui();
  const combobox = useCombobox();
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text.trim(), 150);
  const [{ data }] = useQuery({ query: Search, variables: { text: asked }, pause: asked.length < 2 });
  const people = (data?.search.people ?? []).map(({ patient }) => patient).filter(({ id }) => id !== exceptId);

  const pick = (id: string) => {
    const person = people.find((one) => one.id === id);
    if (!person) return;
    setText(readFragment(PersonRow, person).fullName);
    onPick(id);
    combobox.closeDropdown();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.Target>
        <TextInput
          label={label}
          placeholder={t`IIN, phone or name`}
          value={text}
          data-autofocus
          autoComplete="off"
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={people.length === 0}>
        <Combobox.Options mah="20rem" style={{ overflow: "auto" }} aria-label={label}>
          {people.map((person) => (
            <Combobox.Option value={person.id} key={person.id}>
              <PersonRowView person={person} />
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
