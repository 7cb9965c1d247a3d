import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { useCallback } from "react";

export const SEXES = { FEMALE: msg`female`, MALE: msg`male` };

export const CITIZENSHIPS = {
  CITIZEN: msg`citizen of Kazakhstan`,
  PERMANENT_FOREIGNER: msg`foreigner, permanent residence`,
  STATELESS: msg`stateless`,
  REFUGEE: msg`refugee`,
  KANDAS: msg`kandas`,
  TEMPORARY_WITH_CONTRACT: msg`temporary stay, insurance contract`,
};

const SPOKEN = { KK: msg`speaks Kazakh`, RU: msg`speaks Russian`, EN: msg`speaks English` };

export const TIES = {
  MOTHER: msg`mother`,
  FATHER: msg`father`,
  GUARDIAN: msg`guardian`,
  CHILD: msg`child`,
  WARD: msg`ward`,
  SPOUSE: msg`spouse`,
  SIBLING: msg`brother or sister`,
  GRANDPARENT: msg`grandparent`,
  GRANDCHILD: msg`grandchild`,
  OTHER: msg`other relative`,
};

type Names = Record<string, { id: string; message?: string }>;

const FIELDS = {
  iin: msg`IIN`,
  withoutIin: msg`Why is there no IIN?`,
  familyName: msg`Family name`,
  givenName: msg`Given name`,
  patronymic: msg`Patronymic`,
  birthDate: msg`Birth date`,
  sex: msg`Sex`,
  citizenship: msg`Citizenship`,
  contractUntil: msg`Insurance contract until`,
  language: msg`Language of letters and messages`,
  phones: msg`Phones`,
  email: msg`E-mail`,
  locality: msg`Town or village`,
  street: msg`Street`,
  house: msg`House`,
  flat: msg`Flat`,
  motherId: msg`Mother`,
  motherName: msg`Mother`,
};

function useNames<Known extends Names>(names: Known): (key: keyof Known) => string {
  const { i18n } = useLingui();
  return useCallback((key) => i18n._(names[key] as { id: string }), [i18n, names]);
}

export const useSexName = () => useNames(SEXES);
export const useCitizenshipName = () => useNames(CITIZENSHIPS);
export const useSpokenLanguage = () => useNames(SPOKEN);
export const useFieldName = () => useNames(FIELDS);
export const useTieName = () => useNames(TIES);
