/** Which concrete types stand behind each interface and union: the cache matches fragments by it. A test compares it with the schema. */
export const possibleTypes = {
  Node: [
    "AccessEvent",
    "PersonElsewhere",
    "Account",
    "Area",
    "Attachment",
    "AttachmentRefusal",
    "Clinic",
    "DoctorList",
    "FamilyLink",
    "Merge",
    "Patient",
    "Staff",
  ],
  Refusal: ["DuplicatePerson", "InvalidInput", "NormExceeded", "Refused", "StaleVersion", "TooManyAttempts"],
  PersonByIin: ["Patient", "PersonElsewhere"],
};
