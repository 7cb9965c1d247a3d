import "./app/layers.css";
import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.layer.css";
import "./app/theme.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { firstLanguage, speak } from "./language/language";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
await speak(firstLanguage());
createRoot(root).render(<App />);
