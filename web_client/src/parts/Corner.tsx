import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";

export function Corner() {
  return <Notifications position="bottom-right" limit={3} />;
}
