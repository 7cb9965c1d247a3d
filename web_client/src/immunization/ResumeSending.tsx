import { useEffect } from "react";
import { useClient } from "urql";
import { useLanguage } from "../language/use-language";
import { useSession } from "../session/viewer";
import { startSending } from "./sender";

/** What a session left unsent before a reload goes out, whatever page is opened next. */
export default function ResumeSending() {
  const client = useClient();
  const [language] = useLanguage();
  const { login } = useSession().viewer;
  useEffect(() => startSending({ client, language, login }), [client, language, login]);
  return null;
}
