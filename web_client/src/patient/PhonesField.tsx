import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { typeDigit } from "../keys/physical";
import type { PersonFormState } from "./form";
import classes from "./PersonFields.module.css";

const MOST = 5;

/** One phone or several, the first is called first. */
export function PhonesField({ form }: { form: PersonFormState }) {
  const { t } = useLingui();
  const { phones } = form.values;
  const add = () => {
    form.insertListItem("phones", "");
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[name="phone-${phones.length}"]`)?.focus());
  };
  return (
    <fieldset className={classes.phones}>
      <legend>{phones.length > 1 ? t`Phones` : t`Phone`}</legend>
      {phones.map((_, place) => {
        const number = place + 1;
        return (
          <div className={classes.phone} key={place}>
            <TextInput
              aria-label={place ? t`Phone ${number}` : t`Phone`}
              name={`phone-${place}`}
              type="tel"
              inputMode="tel"
              onKeyDown={typeDigit}
              placeholder="+7 701 234 56 78"
              autoComplete="off"
              className="figures"
              {...form.getInputProps(`phones.${place}`)}
            />
            {phones.length > 1 && (
              <ActionIcon
                variant="subtle"
                size="input-sm"
                aria-label={t`Remove phone ${number}`}
                onClick={() => form.removeListItem("phones", place)}
              >
                <IconX size={16} stroke={1.75} aria-hidden />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {phones.length < MOST && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={add}
          leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        >
          <Trans>Add another phone</Trans>
        </Button>
      )}
    </fieldset>
  );
}
