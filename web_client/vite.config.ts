import { lingui, linguiTransformerBabelPreset } from "@lingui/vite-plugin";
import babel from "@rolldown/plugin-babel";
import react from "@vitejs/plugin-react";
import mantine from "postcss-preset-mantine";
import { defineConfig } from "vitest/config";

const server = process.env.EMHANA_SERVER ?? "http://127.0.0.1:8000";

/** What every page stands on: one file compresses better than many, and stays in the browser from release to release. */
const FOUNDATION =
  /node_modules\/(react|react-dom|scheduler|@tanstack|@urql|urql|wonka|@0no-co|@lingui|gql\.tada|@mantine\/core\/esm\/core)\//;

export default defineConfig(({ command }) => ({
  plugins: [
    react(),
    lingui({ failOnMissing: command === "build" }),
    babel({ presets: [linguiTransformerBabelPreset()] }),
  ],
  css: { postcss: { plugins: [mantine()] } },
  build: {
    target: "es2023",
    manifest: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: "foundation", test: FOUNDATION }],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: { "/graphql": { target: server, ws: true }, "/files": server },
  },
  test: { environment: "node", include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
}));
