import type { Language } from "./language";

/**
 * Days as people say them. A day is the string `2026-11-22` and never becomes a moment; Chromium claims to know Kazakh
 * and prints `2026 M11 22`, so the words are ours.
 */
interface Words {
  weekdays: string[];
  months: string[];
  day(day: number, month: string): string;
  withYear(day: number, month: string, year: number): string;
  withWeekday(day: string, weekday: string): string;
  monthOfYear(month: string, year: number): string;
  today: string;
  yesterday: string;
  tomorrow: string;
}

const split = (names: string) => names.split(" ");

const WORDS: Record<Language, Words> = {
  kk: {
    weekdays: split("жексенбі дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі"),
    months: split("қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"),
    day: (day, month) => `${day} ${month}`,
    withYear: (day, month, year) => `${year} жылғы ${day} ${month}`,
    withWeekday: (day, weekday) => `${day}, ${weekday}`,
    monthOfYear: (month, year) => `${year} жылғы ${month}`,
    today: "бүгін",
    yesterday: "кеше",
    tomorrow: "ертең",
  },
  ru: {
    weekdays: split("воскресенье понедельник вторник среда четверг пятница суббота"),
    months: split("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    day: (day, month) => `${day} ${month}`,
    withYear: (day, month, year) => `${day} ${month} ${year} г.`,
    withWeekday: (day, weekday) => `${day}, ${weekday}`,
    monthOfYear: (month, year) => `${NOMINATIVE[month] ?? month} ${year} г.`,
    today: "сегодня",
    yesterday: "вчера",
    tomorrow: "завтра",
  },
  en: {
    weekdays: split("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
    months: split("January February March April May June July August September October November December"),
    day: (day, month) => `${day} ${month}`,
    withYear: (day, month, year) => `${day} ${month} ${year}`,
    withWeekday: (day, weekday) => `${weekday} ${day}`,
    monthOfYear: (month, year) => `${month} ${year}`,
    today: "today",
    yesterday: "yesterday",
    tomorrow: "tomorrow",
  },
};

const NOMINATIVE: Record<string, string> = {
  января: "январь",
  февраля: "февраль",
  марта: "март",
  апреля: "апрель",
  мая: "май",
  июня: "июнь",
  июля: "июль",
  августа: "август",
  сентября: "сентябрь",
  октября: "октябрь",
  ноября: "ноябрь",
  декабря: "декабрь",
};

const ZONE = "Asia/Almaty";

/** The calendar day in Kazakhstan of a moment; the browser's own time zone plays no part. */
export function dayIn(moment: Date | string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(new Date(moment));
}

export function today(): string {
  return dayIn(new Date());
}

function parts(day: string): [number, number, number] {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return [year, month, date];
}

const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** «2018 жылғы 3 наурыз»; in the year of `now` the year goes without saying. */
export function sayDay(day: string, language: Language, now = today()): string {
  const words = WORDS[language];
  const [year, month, date] = parts(day);
  const name = words.months[month - 1] ?? "";
  return year === parts(now)[0] ? words.day(date, name) : words.withYear(date, name, year);
}

/** Always with the year: birth dates, documents. */
export function sayFullDay(day: string, language: Language): string {
  const [year, month, date] = parts(day);
  return WORDS[language].withYear(date, WORDS[language].months[month - 1] ?? "", year);
}

/** «22 қараша, жексенбі», or «бүгін» when it is near. */
export function sayNearDay(day: string, language: Language, now = today()): string {
  const words = WORDS[language];
  const distance = daysBetween(now, day);
  if (distance === 0) return words.today;
  if (distance === -1) return words.yesterday;
  if (distance === 1) return words.tomorrow;
  return words.withWeekday(sayDay(day, language, now), words.weekdays[weekday(day)] ?? "");
}

export function sayTime(moment: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" }).format(
    new Date(moment),
  );
}

/** «бүгін, 14:05» or «3 наурыз, сейсенбі, 09:40». */
export function sayMoment(moment: string, language: Language): string {
  return `${sayNearDay(dayIn(moment), language)}, ${sayTime(moment)}`;
}

export function sayMonth(day: string, language: Language): string {
  const [year, month] = parts(day);
  return WORDS[language].monthOfYear(WORDS[language].months[month - 1] ?? "", year);
}

/** `22.11.2026`, as on the country's forms. */
export function shortDay(day: string): string {
  return day.split("-").reverse().join(".");
}

/** Reads `22.11.2026`, `22112026`, `22.11.26`; null when no such day exists. */
export function readDay(text: string): string | null {
  const digits = text.replace(/\D/g, "");
  if (digits.length !== 8) return null;
  const day = `${digits.slice(4)}-${digits.slice(2, 4)}-${digits.slice(0, 2)}`;
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day ? null : day;
}
