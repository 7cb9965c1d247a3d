import { useQuery } from "urql";
import { readDay } from "../language/dates";
import type { PersonForm } from "./form";
import { JudgeIin } from "./register";

/** What the server says of a whole IIN: check digit, date, sex, and whom it belongs to already. */
export function useJudgement({ iin, birthDate, sex }: PersonForm) {
  const [{ data }] = useQuery({
    query: JudgeIin,
    variables: { iin, birthDate: readDay(birthDate), sex: sex || null },
    pause: iin.length !== 12,
  });
  return iin.length === 12 ? (data?.judgeIin ?? null) : null;
}
