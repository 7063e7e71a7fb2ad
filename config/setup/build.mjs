// Builds dist/: the compiled station, its data files beside it, and the screens; only what changed.
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { fail, root, say, tool } from "./run.mjs";

const rooms = ["edge", "gauges", "spc", "sync", "config"];
const dist = join(root, "dist");
const webSource = `edge${sep}web${sep}`;
const toolFiles = ["package.json", "package-lock.json", "tsconfig.json"];

/**
 * Brings dist/ up to date and gives the exit code. Files are replaced one by one and only when they
 * differ, so a station or a test that runs from dist/ meanwhile never finds half a file.
 * `screens: false` leaves the screens out, which tests of the station don't need; `quiet` keeps the
 * compiler's complaints to itself, for whoever runs it beside a type check.
 */
export async function build({ screens = true, quiet = false } = {}) {
  return await alone(async () => {
    const files = rooms.flatMap((room) => filesUnder(join(root, room)));
    const hashes = new Map(files.map((file) => [relative(root, file), hashOf(file)]));
    for (const file of toolFiles) hashes.set(file, hashOf(join(root, file)));
    const stationFiles = [...hashes].filter(([file]) => !file.startsWith(webSource));
    const codes = [await step("station", stationFiles, () => buildStation(stationFiles, quiet))];
    if (screens && existsSync(join(root, webSource, "index.html")))
      codes.push(await step("screens", [...hashes], buildScreens));
    return codes.find((code) => code !== 0) ?? 0;
  });
}

/** Runs one step unless its inputs are those of its last success. */
async function step(name, inputs, work) {
  const stamp = join(dist, `.stamp-${name}`);
  const state = createHash("sha256")
    .update(JSON.stringify([process.version, inputs]))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state) return 0;
  const started = performance.now();
  rmSync(stamp, { force: true });
  const code = await work();
  if (code === 0) {
    writeFileSync(stamp, state);
    say(`Built the ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  } else say(`Building the ${name} failed.`);
  return code;
}

async function buildStation(inputs, quiet) {
  const fresh = join(dist, ".fresh", "station");
  rmSync(fresh, { recursive: true, force: true });
  const project = join(root, "config", "setup", "tsconfig.build.json");
  const { code } = await tool("typescript", "tsc", ["-p", project, "--outDir", fresh], { quiet });
  for (const [file] of inputs) {
    const isCode = /\.(tsx?|md)$/.test(file) || file.startsWith(join("config", "setup"));
    const isTool = file !== "package.json" && toolFiles.includes(file);
    if (isCode || isTool) continue;
    mkdirSync(dirname(join(fresh, file)), { recursive: true });
    copyFileSync(join(root, file), join(fresh, file));
  }
  replace(fresh, dist, (path) => path === "web" || path.startsWith("."));
  return code;
}

async function buildScreens() {
  const fresh = join(dist, ".fresh", "web");
  const { code } = await tool("vite", "vite", [
    ...["build", join(root, "edge", "web"), "--outDir", fresh, "--emptyOutDir"],
    ...["--logLevel", "warn"],
  ]);
  if (code === 0) replace(fresh, join(dist, "web"), () => false);
  return code;
}

/** Makes `to` hold exactly the files of `from`, except those `kept` names at its top. */
function replace(from, to, kept) {
  const wanted = new Set(filesUnder(from).map((file) => relative(from, file)));
  for (const path of wanted) {
    const target = join(to, path);
    if (existsSync(target) && hashOf(target) === hashOf(join(from, path))) continue;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(join(from, path), target);
  }
  for (const file of filesUnder(to)) {
    const path = relative(to, file);
    if (!wanted.has(path) && !kept(path.split(sep)[0])) rmSync(file);
  }
  rmSync(from, { recursive: true, force: true });
}

/** Lets one build at a time work in dist/; the lock of a process that is gone does not count. */
async function alone(work) {
  mkdirSync(dist, { recursive: true });
  const lock = join(dist, ".lock");
  const patienceUntil = performance.now() + 180_000;
  while (!taken(lock)) {
    if (performance.now() > patienceUntil) fail(`Another build holds ${lock}; remove it if not.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!holderLives(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function holderLives(lock) {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function filesUnder(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((path) => join(folder, path))
    .filter((path) => !path.includes("node_modules") && statSync(path).isFile())
    .sort();
}

function hashOf(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) process.exitCode = await build();
