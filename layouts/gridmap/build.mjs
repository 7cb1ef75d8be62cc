// Bundle the component for Dash: one script that finds React in the page, one worker, one stylesheet.
import { build } from "esbuild";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";

const library = new URL("node_modules/maplibre-gl/dist/", import.meta.url);
const dist = new URL("dist/", import.meta.url);
const shared = { absWorkingDir: import.meta.dirname, bundle: true, minify: true, logLevel: "warning", legalComments: "none" };

mkdirSync(dist, { recursive: true });
await build({
  ...shared,
  entryPoints: ["src/index.ts"],
  outfile: "dist/gridmap.js",
  format: "iife",
  target: "es2022",
});
await build({ ...shared, entryPoints: ["src/gridmap.css"], outfile: "dist/gridmap.css" });
copyFileSync(new URL("maplibre-gl-worker.mjs", library), new URL("maplibre-gl-worker.mjs", dist));
copyFileSync(new URL("../LICENSE.txt", library), new URL("maplibre-gl.LICENSE.txt", dist));
copyFileSync(new URL("../../driver.js/license", library), new URL("driver.js.LICENSE.txt", dist));
writeFileSync(new URL(".built", dist), "");
