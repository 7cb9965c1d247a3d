import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useState } from "react";
import { type Language, speak } from "../language/language";
import { SwitchLanguage } from "../language/use-language";
import { SessionProvider } from "../session/SessionProvider";
import { router } from "./router";
import { theme } from "./theme";

const Corner = lazy(async () => ({ default: (await import("../parts/Corner")).Corner }));

export function App() {
  const [language, setLanguage] = useState(i18n.locale as Language);
  const switchLanguage = useCallback((next: Language) => {
    void speak(next).then(() => setLanguage(next));
  }, []);
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <SwitchLanguage value={switchLanguage}>
          <Suspense>
            <Corner />
          </Suspense>
          <SessionProvider language={language}>
            <RouterProvider router={router} />
          </SessionProvider>
        </SwitchLanguage>
      </MantineProvider>
    </I18nProvider>
  );
}
