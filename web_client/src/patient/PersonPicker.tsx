import { useLingui } from "@lingui/react/macro";
import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { useQuery } from "urql";
import { type ResultOf, readFragment } from "../api/graphql";
import { Search } from "../search/search";
import { PersonRow, PersonRowView } from "./PersonRow";

interface Props {
  label: string;
  description?: string;
  error?: ReactNode;
  exceptId?: string;
  /** Who is chosen already, by name. */
  initialName?: string;
  /** Somebody was chosen; empty when what is typed is nobody's any more. */
  onPick(id: string, name: string): void;
  /** Whom it makes sense to offer. */
  fits?(person: ResultOf<typeof PersonRow>): boolean;
}

/** Finds another person on record by IIN, phone or name. */
export function PersonPicker({ label, description, error, exceptId, initialName = "", onPick, fits }: Props) {
  const { t } = useLingui();
  const combobox = useCombobox();
  const [text, setText] = useState(initialName);
  const [picked, setPicked] = useState(initialName);
  const [asked] = useDebouncedValue(text.trim(), 150);
  const [{ data }] = useQuery({
    query: Search,
    variables: { text: asked },
    pause: asked.length < 2 || asked === picked,
  });
  const people = (data?.search.people ?? [])
    .map(({ patient }) => patient)
    .filter((one) => one.id !== exceptId && (!fits || fits(readFragment(PersonRow, one))));
  const nobody = Boolean(data) && !people.length && asked === text.trim() && asked.length >= 2 && asked !== picked;

  const pick = (id: string) => {
    const person = people.find((one) => one.id === id);
    if (!person) return;
    const { fullName } = readFragment(PersonRow, person);
    setText(fullName);
    setPicked(fullName);
    onPick(id, fullName);
    combobox.closeDropdown();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={pick}>
      <Combobox.Target>
        <TextInput
          label={label}
          description={description}
          error={error}
          placeholder={t`IIN, phone or name`}
          value={text}
          autoComplete="off"
          data-autofocus={initialName ? undefined : true}
          onKeyDown={(event) => {
            // A choice is made in the list; Enter alone must not send the form around it.
            if (event.key === "Enter" && text && !picked) event.preventDefault();
          }}
          onChange={(event) => {
            setText(event.currentTarget.value);
            if (picked) onPick("", "");
            setPicked("");
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={asked === picked || (people.length === 0 && !nobody)}>
        <Combobox.Options mah="20rem" style={{ overflow: "auto" }} aria-label={label}>
          {people.map((person) => (
            <Combobox.Option value={person.id} key={person.id}>
              <PersonRowView person={person} />
            </Combobox.Option>
          ))}
          {nobody && <Combobox.Empty>{t`Nobody like this is on record here.`}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
