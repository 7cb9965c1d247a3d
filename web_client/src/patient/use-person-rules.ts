import { useLingui } from "@lingui/react/macro";
import type { RefObject } from "react";
import { readDay, today } from "../language/dates";
import type { PersonForm } from "./form";

/** What the form itself can see; an empty field is left alone until the form is sent. The rest is the server's judgement. */
export function usePersonRules(sent: RefObject<boolean>) {
  const { t } = useLingui();
  const missing = (message: string) => (sent.current ? message : null);
  const named = (value: string) => (value.trim() ? null : missing(t`Write it as in the document.`));
  return {
    iin: (iin: string, { withoutIin }: PersonForm) => {
      if (iin) return iin.length === 12 ? null : t`An IIN has 12 digits.`;
      return withoutIin ? null : missing(t`Type the IIN, or say below why there is none.`);
    },
    familyName: named,
    givenName: named,
    birthDate: (text: string) => {
      if (!text) return missing(t`Write the day as on the document: 05.03.2019.`);
      const day = readDay(text);
      if (!day) return t`Write the day as on the document: 05.03.2019.`;
      return day > today() ? t`The birth date is in the future.` : null;
    },
    sex: (sex: string) => (sex ? null : missing(t`Choose as in the document.`)),
    contractUntil: (text: string, { citizenship }: PersonForm) =>
      citizenship === "TEMPORARY_WITH_CONTRACT" && !readDay(text) ? t`Until which day does the contract hold?` : null,
  };
}
