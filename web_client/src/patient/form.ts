import type { FormRulesRecord, UseFormReturnType } from "@mantine/form";
import type { VariablesOf } from "../api/graphql";
import { readDay, shortDay } from "../language/dates";
import type { CITIZENSHIPS, SEXES } from "./names";
import type { RegisterPatient } from "./register";

export type Input = VariablesOf<typeof RegisterPatient>["input"];
export type Sex = keyof typeof SEXES;
export type Citizenship = keyof typeof CITIZENSHIPS;
export type WithoutIin = "NEWBORN" | "FOREIGNER" | "UNKNOWN_PERSON";

/** The form as it is typed: every field is text until it is sent. */
export interface PersonForm {
  iin: string;
  withoutIin: WithoutIin | "";
  familyName: string;
  givenName: string;
  patronymic: string;
  birthDate: string;
  sex: Sex | "";
  citizenship: Citizenship;
  contractUntil: string;
  language: "KK" | "RU" | "EN";
  phones: string[];
  email: string;
  locality: string;
  street: string;
  house: string;
  flat: string;
  /** Of a newborn: whose child it is, and her name as the field shows it. */
  motherId: string;
  motherName: string;
}

export type PersonFormState = UseFormReturnType<PersonForm, PersonForm, FormRulesRecord<PersonForm>>;

export const EMPTY_FORM: PersonForm = {
  iin: "",
  withoutIin: "",
  familyName: "",
  givenName: "",
  patronymic: "",
  birthDate: "",
  sex: "",
  citizenship: "CITIZEN",
  contractUntil: "",
  language: "KK",
  phones: [""],
  email: "",
  locality: "",
  street: "",
  house: "",
  flat: "",
  motherId: "",
  motherName: "",
};

/** The fields in which the second form is another than the first, as they stand in the second. */
export function differences(before: PersonForm, after: PersonForm): Partial<PersonForm> {
  const fields = (Object.keys(after) as (keyof PersonForm)[]).filter((field) => !same(before[field], after[field]));
  return Object.fromEntries(fields.map((field) => [field, after[field]]));
}

export const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const filled = (text: string) => text.trim() || null;

/** As the register keeps them, or as typed where a phone cannot be read: the server says what is wrong with it. */
export function phonesOf(texts: readonly string[]): string[] {
  return texts
    .map((text) => text.trim())
    .filter(Boolean)
    .map(phoneOf);
}

function phoneOf(text: string): string {
  const digits = text.replace(/\D/g, "").replace(/^8(?=\d{10}$)/, "7");
  if (digits.length === 10) return `+7${digits}`;
  return digits.length > 10 ? `+${digits}` : text;
}

function addressOf({ locality, street, house, flat }: PersonForm) {
  const address = { locality: filled(locality), street: filled(street), house: filled(house), flat: filled(flat) };
  return Object.values(address).some(Boolean) ? address : null;
}

export function toInput(form: PersonForm): Input {
  return {
    iin: filled(form.iin.replace(/\D/g, "")),
    withoutIin: form.iin ? null : form.withoutIin || null,
    familyName: form.familyName.trim(),
    givenName: form.givenName.trim(),
    patronymic: filled(form.patronymic),
    sex: form.sex as Sex,
    birthDate: readDay(form.birthDate) ?? form.birthDate,
    citizenship: form.citizenship,
    contractUntil: readDay(form.contractUntil),
    language: form.language,
    phones: phonesOf(form.phones),
    email: filled(form.email),
    address: addressOf(form),
    motherId: form.withoutIin === "NEWBORN" && !form.iin ? filled(form.motherId) : null,
  };
}

/** Which field of the form a problem of the input stands at. */
export function fieldOf(path: readonly string[]): string {
  const [first = "iin", ...rest] = path.filter((part) => part !== "input" && part !== "address");
  if (first === "phones") return `phones.${rest[0] ?? 0}`;
  return first in EMPTY_FORM ? first : "iin";
}

interface Card {
  iin?: string | null;
  familyName?: string;
  givenName?: string;
  sex?: Sex | null;
  birthDate?: string | null;
}

/** What a scanned card or the search already knows. */
export function fromCard(card: Card): Partial<PersonForm> {
  return {
    ...(card.iin && { iin: card.iin }),
    ...(card.familyName && { familyName: card.familyName }),
    ...(card.givenName && { givenName: card.givenName }),
    ...(card.sex && { sex: card.sex }),
    ...(card.birthDate && { birthDate: shortDay(card.birthDate) }),
  };
}
