import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, NumberInput, Select, Stack, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { typeDigit } from "../keys/physical";
import { readDay, shortDay } from "../language/dates";
import { Choices } from "./Choices";
import { DayField } from "./DayField";
import { Dialog } from "./Dialog";
import { Notice } from "./Notice";

/** What a form asks, in order; a day stands in its values as `2026-11-22`. */
export interface Asked {
  name: string;
  label: string;
  kind: "day" | "text" | "number" | "choice" | "select" | "check";
  options?: { value: string; label: string; disabled?: boolean }[];
  description?: ReactNode;
  start?: string;
  needed?: boolean;
}

export type Values = Record<string, string>;

export interface Answer {
  __typename?: string;
  message?: string;
  problems?: { path: string[] | null; message: string }[];
  advice?: { text: string; verified: boolean }[];
}

interface Props {
  title: string;
  lead?: ReactNode;
  asked: Asked[];
  submit: string;
  /** Gives the refusal, or null when it is done; `reason` is given against advice. */
  onSubmit(values: Values, reason: string | null): Promise<Answer | null>;
  onClose(): void;
}

const starts = (asked: Asked[]) => Object.fromEntries(asked.map(({ name, start = "" }) => [name, start]));

/** One act over the page: asks, says why not beside the field, and keeps what was typed. */
export function ActForm({ title, lead, asked, submit, onSubmit, onClose }: Props) {
  const { t } = useLingui();
  const [values, setValues] = useState<Values>(() => starts(asked));
  const [missing, setMissing] = useState<Values>({});
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [reason, setReason] = useState("");
  const [sending, setSending] = useState(false);
  const words = { day: t`Write the day as on the document: 05.03.2019.`, other: t`This is needed.` };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const empty = missingOf(asked, values, words);
    setMissing(empty);
    if (Object.keys(empty).length) return focusFirst();
    setSending(true);
    const refused = await onSubmit(values, answer?.advice && reason.trim() ? reason.trim() : null);
    setSending(false);
    setAnswer(refused);
    if (refused) focusFirst();
  };
  const problem = (name: string) =>
    missing[name] ?? answer?.problems?.find(({ path }) => path?.includes(name))?.message;
  const loose = answer && !answer.problems?.some(({ path }) => asked.some(({ name }) => path?.includes(name)));
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={send} noValidate>
        <Stack>
          {lead}
          {asked.map((field, index) => (
            <Field
              key={field.name}
              field={field}
              value={values[field.name] ?? ""}
              error={problem(field.name)}
              first={index === 0}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
            />
          ))}
          {loose && <Refusal answer={answer} />}
          {answer?.advice && (
            <Textarea
              label={t`Go on all the same: why?`}
              description={t`What advises against it, your name and this reason stay on record.`}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              autosize
              minRows={2}
            />
          )}
          <Button type="submit" loading={sending}>
            {submit}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Its head is no `header`: a page has one banner. */
function Refusal({ answer }: { answer: Answer }) {
  return (
    <Notice meaning="information" title={answer.message} live>
      {answer.advice?.map(({ text, verified }) => (
        <p key={text} style={{ margin: 0 }}>
          {text}
          {!verified && (
            <>
              {" "}
              · <Trans>source not yet verified</Trans>
            </>
          )}
        </p>
      ))}
    </Notice>
  );
}

function missingOf(asked: Asked[], values: Values, words: { day: string; other: string }): Values {
  const empty = asked.filter(({ name, needed, kind }) => {
    const value = values[name]?.trim();
    return kind === "day" ? (value || needed) && !/^\d{4}-/.test(value ?? "") : needed && !value;
  });
  return Object.fromEntries(empty.map(({ name, kind }) => [name, kind === "day" ? words.day : words.other]));
}

interface FieldProps {
  field: Asked;
  value: string;
  error?: string;
  first: boolean;
  onChange(value: string): void;
}

function Field({ field, value, error, first, onChange }: FieldProps) {
  const { label, description, options = [] } = field;
  const common = { label, description, error, "data-autofocus": first || undefined };
  switch (field.kind) {
    case "day":
      return <Day {...common} value={value} onChange={onChange} />;
    case "choice":
      return <Choices label={label} value={value} options={options} onChange={onChange} error={error} />;
    case "select":
      return (
        <Select
          {...common}
          data={options}
          value={value || null}
          onChange={(next) => onChange(next ?? "")}
          searchable={options.length > 8}
          clearable={!field.needed}
          openOnFocus={false}
        />
      );
    case "number":
      return (
        <NumberInput
          {...common}
          value={value}
          onChange={(next) => onChange(String(next))}
          onKeyDown={typeDigit}
          min={0}
        />
      );
    case "check":
      return (
        <Checkbox
          label={label}
          description={description}
          checked={value === "yes"}
          onChange={(event) => onChange(event.currentTarget.checked ? "yes" : "")}
        />
      );
    default:
      return <Textarea {...common} value={value} onChange={(event) => onChange(event.currentTarget.value)} autosize />;
  }
}

function Day({ value, onChange, ...rest }: Omit<FieldProps, "field" | "first"> & { label: string }) {
  const [text, setText] = useState(/^\d{4}-/.test(value) ? shortDay(value) : value);
  return (
    <DayField
      {...rest}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(readDay(next) ?? next);
      }}
    />
  );
}

function focusFirst() {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('[aria-invalid="true"], [role="dialog"] textarea')?.focus(),
  );
}
