import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Pages that libraries name in the text of their errors. A station cannot open them. */
const DOCUMENTATION = /https:\/\/(?:react|mantine)\.dev[^\s"'`]*/g;

/** Leaves no outside address in what is built. */
const noOutsideAddress: Plugin = {
  name: "no-outside-address",
  apply: "build",
  renderChunk: (code) => ({ code: code.replace(DOCUMENTATION, ""), map: null }),
};

export default defineConfig({
  plugins: [react(), noOutsideAddress],
  clearScreen: false,
  server: { host: "127.0.0.1", port: 1420, strictPort: true },
  build: {
    target: ["safari16.4", "chrome120"],
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
});
