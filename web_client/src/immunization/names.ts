import { msg } from "@lingui/core/macro";

export const OBSTACLES = {
  DEFERRED: msg`deferred`,
  EXEMPT: msg`exempt for good`,
  REFUSED: msg`refused in writing`,
  CONSENT_MISSING: msg`no consent yet`,
  TEST_NEEDED: msg`tuberculin test first`,
};

export const STATUSES = {
  NOT_COMPLETE: msg`goes on`,
  COMPLETE: msg`complete`,
  IMMUNE: msg`immune`,
  CONTRAINDICATED: msg`contraindicated`,
  NOT_RECOMMENDED: msg`not needed`,
  AGED_OUT: msg`past the age`,
};

/** What a certificate is worth, as its own page says. */
export const STANDINGS = {
  VALID: msg`valid`,
  CHANGED: msg`the record has changed since`,
  EXPIRED: msg`expired`,
  REVOKED: msg`revoked`,
};

export const SOURCES = {
  GIVEN_HERE: msg`given here`,
  RECORDED_FROM_PAPER: msg`from a paper`,
  ABROAD: msg`abroad`,
  STATED_WITHOUT_PAPERS: msg`stated, without papers`,
};

export const PURPOSES = {
  ROUTINE: msg`by the calendar`,
  EPIDEMIC: msg`because of an epidemic`,
};

export const IMPORT_STATES = {
  CHECKED: msg`looked at`,
  APPLIED: msg`imported`,
  UNDONE: msg`undone`,
};

export const ROW_STATES = {
  WRONG: msg`With mistakes`,
  DUPLICATE: msg`On record already`,
  READY: msg`Ready`,
  IMPORTED: msg`Imported`,
  LEFT: msg`Left`,
  UNDONE: msg`Undone`,
};

export const IMPORT_COLUMNS = {
  IIN: msg`IIN`,
  DAY: msg`Day`,
  VACCINE: msg`Vaccine`,
  SERIES: msg`Series`,
  MILLILITRES: msg`Dose, ml`,
  PLACE: msg`Where given`,
  SOURCE: msg`Source`,
};

export const SITES = {
  LEFT_ARM: msg`left arm`,
  RIGHT_ARM: msg`right arm`,
  LEFT_THIGH: msg`left thigh`,
  RIGHT_THIGH: msg`right thigh`,
  MOUTH: msg`mouth`,
  NOSE: msg`nose`,
  OTHER: msg`another place`,
};

export const ROUTES = {
  INTRAMUSCULAR: msg`into the muscle`,
  SUBCUTANEOUS: msg`under the skin`,
  INTRADERMAL: msg`into the skin`,
  ORAL: msg`by mouth`,
  INTRANASAL: msg`into the nose`,
};

export const SIGNERS = {
  MOTHER: msg`mother`,
  FATHER: msg`father`,
  GUARDIAN: msg`guardian`,
  PATIENT: msg`the person`,
};

export const GROUNDS = {
  PERSONAL_BELIEFS: msg`personal beliefs`,
  RELIGION: msg`religion`,
  DISTRUST: msg`distrust of the vaccine`,
  MEDIA: msg`what the media say`,
  OTHER: msg`something else`,
};

export const TESTS = { MANTOUX: msg`Mantoux`, DIASKINTEST: msg`Diaskintest` };

export const TEST_OUTCOMES = {
  NEGATIVE: msg`negative`,
  DOUBTFUL: msg`doubtful`,
  POSITIVE: msg`positive`,
  HYPERERGIC: msg`hyperergic`,
};

export const OBSERVATIONS = {
  BCG_NO_SCAR: msg`no scar after BCG`,
  PREGNANT: msg`pregnancy`,
  IMMUNODEFICIENCY: msg`immunodeficiency or a therapy that suppresses immunity`,
  HIV_DEFICIENCY: msg`HIV with immune deficiency`,
  GENERALISED_BCG: msg`generalised BCG infection of a sibling`,
  BIRTH_WEIGHT_2000: msg`birth weight under 2000 g`,
  ANAPHYLAXIS_HEPB: msg`severe reaction to hepatitis B vaccine`,
  ANAPHYLAXIS_BCG: msg`severe reaction to BCG`,
  ANAPHYLAXIS_DTP: msg`severe reaction to DTP, DTaP or Td`,
  ANAPHYLAXIS_HIB: msg`severe reaction to Hib vaccine`,
  ANAPHYLAXIS_POLIO: msg`severe reaction to polio vaccine`,
  ANAPHYLAXIS_PCV: msg`severe reaction to pneumococcal vaccine`,
  ANAPHYLAXIS_MMR: msg`severe reaction to MMR`,
  ANAPHYLAXIS_HEPA: msg`severe reaction to hepatitis A vaccine`,
  ANAPHYLAXIS_HPV: msg`severe reaction to HPV vaccine`,
};

export const SEVERITIES = { MILD: msg`mild`, MODERATE: msg`moderate`, SEVERE: msg`severe` };

export const MOVEMENTS = {
  RECEIVED: msg`received`,
  USED: msg`given`,
  RETURNED: msg`taken back`,
  WRITTEN_OFF: msg`written off`,
  CORRECTED: msg`corrected`,
};

export const GROUP_KINDS = { SCHOOL: msg`school`, KINDERGARTEN: msg`kindergarten`, COLLEGE: msg`college` };

export const PLACES = { SCHOOL: msg`school`, KINDERGARTEN: msg`kindergarten`, ROOM: msg`vaccination room` };

export const OUTCOMES = {
  GIVEN: msg`given`,
  ABSENT: msg`absent`,
  REFUSED: msg`refused`,
  DEFERRED: msg`deferred`,
};
