import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { NotificationData } from "@mantine/notifications";

/** Says in the corner what was done. The corner is loaded after the first screen, so it costs that screen nothing. */
export async function tell(message: NotificationData): Promise<void> {
  const { notifications } = await import("@mantine/notifications");
  notifications.show({ closeButtonProps: { "aria-label": i18n._(msg`Close`) }, ...message });
}
