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
  phone: string;
  email: string;
  locality: string;
  street: string;
  house: string;
  flat: string;
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
  phone: "",
  email: "",
  locality: "",
  street: "",
  house: "",
  flat: "",
};

const filled = (text: string) => text.trim() || null;

export function phonesOf(text: string): string[] {
  const digits = text.replace(/\D/g, "").replace(/^8(?=\d{10}$)/, "7");
  if (!digits) return [];
  return [`+${digits.length === 10 ? `7${digits}` : digits}`];
}

export function addressOf({ locality, street, house, flat }: PersonForm) {
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
    phones: phonesOf(form.phone),
    email: filled(form.email),
    address: addressOf(form),
  };
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
