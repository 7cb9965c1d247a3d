import { useLingui } from "@lingui/react/macro";
import { readDay, today } from "../language/dates";
import type { PersonForm } from "./form";

/** What the form itself can see; everything else is the server's judgement. */
export function usePersonRules() {
  const { t } = useLingui();
  const named = (value: string) => (value.trim() ? null : t`Write it as in the document.`);
  return {
    iin: (iin: string, { withoutIin }: PersonForm) => {
      if (iin) return iin.length === 12 ? null : t`An IIN has 12 digits.`;
      return withoutIin ? null : t`Type the IIN, or say below why there is none.`;
    },
    familyName: named,
    givenName: named,
    birthDate: (text: string) => {
      const day = readDay(text);
      if (!day) return t`Write the day as on the document: 05.03.2019.`;
      return day > today() ? t`The birth date is in the future.` : null;
    },
    sex: (sex: string) => (sex ? null : t`Choose as in the document.`),
    contractUntil: (text: string, { citizenship }: PersonForm) =>
      citizenship === "TEMPORARY_WITH_CONTRACT" && !readDay(text) ? t`Until which day does the contract hold?` : null,
  };
}
