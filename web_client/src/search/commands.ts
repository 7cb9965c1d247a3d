import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { placesOf } from "../app/places";
import { LANGUAGE_NAMES, LANGUAGES } from "../language/language";
import { useLanguage } from "../language/use-language";
import { may, useSession } from "../session/viewer";
import type { Item } from "./use-items";

/** What people call a page, in any of the three languages, whichever of them the client speaks. */
const WORDS: Record<string, string> = {
  "/mine": "my record card моя карта запись менің жазбам картам",
  "/desk": "desk registration регистратура стол приём тіркеу бөлімі қабылдау",
  "/clinics": "clinics polyclinics организации поликлиники клиники емханалар ұйымдар",
  "/people": "people patients люди пациенты население адамдар пациенттер халық",
  "/attachments": "attachments changes прикрепления изменения тіркелулер өзгерістер",
  "/lists": "doctors load lists врачи нагрузка участки дәрігерлер жүктеме учаске",
  "/due": "due vaccination immunization overdue прививки пора привить просрочено план егу екпе мерзімі кешіккен",
  "/sessions": "sessions class school сеанс прививок класс школа детский сад сессия сынып мектеп балабақша егу күні",
  "/lots":
    "lots stock refrigerator vaccine series вакцины серии остаток холодильник партия серия қор тоңазытқыш вакцина",
  "/classes":
    "classes groups school kindergarten pupils классы группы школа детский сад ученики сыныптар топтар мектеп балабақша",
  "/coverage": "coverage share cohort охват доля когорта привитость қамту үлес егілгендер",
  "/reminders": "reminders messages sms ledger напоминания сообщения смс журнал еске салу хабарлар",
  "/refusals": "refusals refused отказы отказ в прикреплении бас тартулар",
  "/accounts": "users accounts пользователи учётные записи сотрудники пайдаланушылар қызметкерлер",
  "/permissions": "permissions roles rights права роли рұқсаттар рөлдер құқықтар",
  "/journal": "journal audit log журнал аудит доступ қолжеткізу оқиғалар",
};

export interface Command {
  item: Item;
  words: string;
}

/** The pages and the actions of this viewer, with the words that find them. */
export function useCommands(): Command[] {
  const { i18n } = useLingui();
  const { viewer, signOut } = useSession();
  const [language, setLanguage] = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const { personId } = useParams({ strict: false }) as { personId?: string };

  return useMemo(() => {
    const place = (to: string, name: string, words = WORDS[to] ?? ""): Command => ({
      item: { key: to, kind: "place", name, forgetText: true, go: { to } },
      words: `${name} ${words}`,
    });
    const act = (key: string, name: string, words: string, run: () => void): Command => ({
      item: { key, kind: "action", name, forgetText: true, run },
      words: `${name} ${words}`,
    });
    const open = (key: string, name: string, words: string, go: Item["go"]): Command => ({
      item: { key, kind: "action", name, forgetText: true, go },
      words: `${name} ${words}`,
    });
    const say = (name: MessageDescriptor) => i18n._(name);
    return [
      ...placesOf(viewer).map(({ to, name }) => place(to, say(name))),
      place("/me", say(msg`My account`), "account password code пароль учётная запись құпиясөз есептік жазбам"),
      ...(personId && may(viewer, "ATTACH_PATIENT")
        ? [
            open("attach", say(msg`Attach the person who is open`), "attach doctor прикрепить врач тіркеу дәрігер", {
              to: "/desk/$personId/attach",
              params: { personId },
            }),
          ]
        : []),
      ...(may(viewer, "MANAGE_ACCOUNTS")
        ? [
            open("new-user", say(msg`New user`), "new user account новый пользователь жаңа пайдаланушы қызметкер", {
              to: "/accounts",
              search: { open: "new" },
            }),
          ]
        : []),
      ...LANGUAGES.filter((code) => code !== language).map((code) =>
        act(`language-${code}`, LANGUAGE_NAMES[code], "language язык тіл", () => setLanguage(code)),
      ),
      dark
        ? act("light", say(msg`Light theme`), "light theme светлая тема жарық түс", () => setColorScheme("light"))
        : act("dark", say(msg`Dark theme`), "dark theme тёмная тема күңгірт түс", () => setColorScheme("dark")),
      act("sign-out", say(msg`Sign out`), "sign out log out exit выйти выход шығу", signOut),
    ];
  }, [i18n, viewer, signOut, language, setLanguage, dark, setColorScheme, personId]);
}

const SAME: Record<string, string> = { ә: "а", і: "и", ң: "н", ғ: "г", ү: "у", ұ: "у", қ: "к", ө: "о", һ: "х", ё: "е" };
const plain = (text: string) =>
  text.toLocaleLowerCase("ru").replace(/[әіңғүұқөһё]/g, (letter) => SAME[letter] ?? letter);
const wordsOf = (text: string) =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** Each typed word begins one of the words, whatever the keyboard's language made of Kazakh letters. */
export function isCalled(words: string, typed: string): boolean {
  const known = wordsOf(words);
  const asked = wordsOf(typed);
  return asked.length > 0 && asked.every((part) => known.some((word) => word.startsWith(part)));
}
