// How the screens are built: one page with a part per screen, for browsers down to Chrome 109.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../../dist/web",
    emptyOutDir: true,
    target: "chrome109",
    cssTarget: "chrome109",
    modulePreload: { polyfill: false },
    // Figures do nothing when they are loaded: a page gets those it draws, and no theme of paper.
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !id.includes("/edge/figures/") },
    },
  },
});
