import { createTheme, type MantineColorsTuple } from "@mantine/core";

const lagoon: MantineColorsTuple = [
  "#eef6f8",
  "#dbebf0",
  "#b5d6e0",
  "#8abfce",
  "#62a8bb",
  "#438fa5",
  "#2f7c92",
  "#1d6b80",
  "#15576a",
  "#0d4252",
];
const slate: MantineColorsTuple = [
  "#f6f8f8",
  "#eef1f2",
  "#e1e6e8",
  "#ced5d8",
  "#a9b4b9",
  "#7f8c93",
  "#616e75",
  "#48545a",
  "#2f393e",
  "#1b2226",
];

const night: MantineColorsTuple = [
  "#e8edef",
  "#c6d0d5",
  "#adb8be",
  "#8d999f",
  "#414c53",
  "#283035",
  "#1c2327",
  "#171c1f",
  "#101416",
  "#0c0f11",
];

/** One accent, one grey, five sizes, two weights, a grid of four. */
export const theme = createTheme({
  primaryColor: "lagoon",
  primaryShade: { light: 7, dark: 6 },
  colors: { lagoon, gray: slate, dark: night },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"Inter Variable", system-ui, sans-serif',
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  lineHeights: { xs: "1.35", sm: "1.45", md: "1.45", lg: "1.45", xl: "1.3" },
  radius: { xs: "0.375rem", sm: "0.375rem", md: "0.375rem", lg: "0.375rem", xl: "0.375rem" },
  shadows: { xs: "var(--shadow)", sm: "var(--shadow)", md: "var(--shadow)", lg: "var(--shadow)", xl: "var(--shadow)" },
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.75rem", lineHeight: "1.2" },
      h2: { fontSize: "1.25rem", lineHeight: "1.3" },
      h3: { fontSize: "1rem", lineHeight: "1.4" },
    },
  },
  components: {
    Button: { defaultProps: { size: "sm" }, styles: { label: { fontWeight: 600 } } },
    InputWrapper: {
      styles: {
        label: { fontWeight: 600, marginBottom: "0.25rem" },
        description: { marginBottom: "0.25rem", fontSize: "0.75rem" },
      },
    },
    Loader: { defaultProps: { type: "dots", size: "sm" } },
    // Choosing once more what is chosen keeps it; what may stay empty has a button that empties it.
    Select: { defaultProps: { allowDeselect: false } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
  },
});
