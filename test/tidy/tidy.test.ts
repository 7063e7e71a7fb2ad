// Style that no linter knows: sizes, clocks, headers, room descriptions, files nobody uses.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFiles, root } from "./project-files.ts";

const code = projectFiles(/\.(ts|tsx|mjs)$/);
const sources = code.filter(({ path }) => !path.startsWith("test/") && path.includes("/"));
const written = projectFiles(/\.(ts|tsx|mjs|sql|css|html|toml|md|json|service|yml)$|^\.ci\/run$/);

/** The lines of the files that match, as path:line. */
function linesWith(pattern: RegExp, files: typeof code): string[] {
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

describe("every file", () => {
  it("has at most 300 lines", () => {
    const long = projectFiles(/\.(ts|tsx|mjs|sql|css)$/)
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it("begins with a sentence that says what it decides", () => {
    const bare = code.filter(
      ({ path, text }) =>
        !path.endsWith(".test.ts") && !/^(#!.*\n)?(\/\/ \S|\/\*\*? ?\S)/.test(text),
    );
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it("names no folder of somebody's machine", () => {
    const machine = /["'`(\s](\/work\/|\/home\/[a-z]|\/Users\/|[A-Z]:\\\\)/;
    expect(linesWith(machine, written).filter((at) => !at.startsWith("test/tidy/"))).toEqual([]);
  });

  it("silences neither the compiler nor the linter", () => {
    const silenced = /biome-ignore|@ts-ignore|@ts-expect-error|@ts-nocheck|\bas any\b/;
    expect(linesWith(silenced, code).filter((at) => !at.startsWith("test/tidy/"))).toEqual([]);
  });

  it("that only passes on what others export is an index.ts", () => {
    const passing = sources.filter(({ path, text }) => {
      const statements = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "").trim();
      const left = statements.replace(
        /export (type )?(\*|\{[^}]*\})( as \w+)? from "[^"]+";?/g,
        "",
      );
      return !path.endsWith("/index.ts") && statements !== "" && left.trim() === "";
    });
    expect(passing.map(({ path }) => path)).toEqual([]);
  });

  it("is used by another one", () => {
    const entries = /(^|\/)(index|main|run)\.(ts|tsx|mjs)$|\.config\.ts$|^config\/setup\//;
    const others = projectFiles(/\.(ts|tsx|mjs|html|json)$/).filter(
      ({ path }) => !/\.test\.tsx?$/.test(path),
    );
    const idle = sources.filter(({ path }) => {
      if (entries.test(path)) return false;
      const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
      const mention = new RegExp(`["/]${name}\\.(ts|tsx|js|mjs)`);
      return !others.some((other) => other.path !== path && mention.test(other.text));
    });
    expect(idle.map(({ path }) => path)).toEqual([]);
  });
});

describe("clocks, chance and surroundings", () => {
  const constructing = /^edge\/(main\.ts|cli\/)|^config\/setup\/|^edge\/web\//;
  const inside = sources.filter(({ path }) => !constructing.test(path));

  it("come as parameters", () => {
    const own = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(/;
    expect(linesWith(own, inside)).toEqual([]);
  });

  it("are not read from the process", () => {
    expect(linesWith(/\bprocess\.env\b|\bconsole\.\w/, inside)).toEqual([]);
  });
});

describe("every room", () => {
  const rooms = ["spc", "gauges", "config", "sync"].concat(
    ["intake", "charts", "runs", "figures", "reports", "store", "http", "web", "station"].map(
      (room) => `edge/${room}`,
    ),
  );
  const readmes = rooms.map((room) => ({ room, file: join(root, room, "README.md") }));

  it.each(readmes)("$room says what it is, in at most 60 lines", ({ file }) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  });

  it.each(readmes.filter(({ file }) => existsSync(file)))(
    "$room names only files that exist",
    ({ file }) => {
      expect(missingIn(file)).toEqual([]);
    },
  );
});

describe("the documents at the top", () => {
  it.each(["README.md", "ARCHITECTURE.md"])("%s names only files that exist", (name) => {
    expect(missingIn(join(root, name))).toEqual([]);
  });
});

describe("the table of promises", () => {
  const document = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  const rows = [...document.matchAll(/^\| (.+) \| `(test\/[^`]+)` "(.+)" \|$/gm)];

  it("names a test for each of the ten invariants at least", () => {
    expect(rows.length).toBeGreaterThanOrEqual(10);
  });

  it.each(rows.map(([, promise, file = "", title = ""]) => ({ promise, file, title })))(
    "names a test that exists for: $promise",
    ({ file, title }) => {
      expect(readFileSync(join(root, file), "utf8")).toContain(title);
    },
  );
});

/** Paths in `code` of a document that stand neither beside it nor at the top of the project. */
function missingIn(document: string): string[] {
  const text = readFileSync(document, "utf8").replace(/^```[\s\S]*?^```/gm, "");
  return [...text.matchAll(/`([^`\s]+)`/g)]
    .map(([, span = ""]) => span)
    .filter((span) => /^[\w.@-]+(\/[\w.@-]*)*$/.test(span))
    .filter((span) => /\.(ts|tsx|mjs|sql)$|\w\/[\w.-]*$/.test(span) && !/^[\w-]+\/$/.test(span))
    .filter((span) => !/^(dist|var|node_modules)\//.test(span))
    .filter((span) => ![dirname(document), root].some((base) => existsSync(join(base, span))))
    .filter((span) => !isSomewhereBelow(dirname(document), span));
}

/** A document may name files of its own room, and of the room's tests, by their last part. */
function isSomewhereBelow(folder: string, span: string): boolean {
  const below = folder.slice(root.length);
  return written.some(
    ({ path }) => path.replace(/^test\//, "").startsWith(below) && path.endsWith(`/${span}`),
  );
}

describe("the lockfile", () => {
  it("knows every optional part, so that it installs on any platform", () => {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          lock.packages[`node_modules/${name}`] === undefined &&
          lock.packages[`${path}/node_modules/${name}`] === undefined,
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe("every gauge model", () => {
  const models = projectFiles(/^gauges\/models\/.*\.toml$/);

  it.each(models)("$path carries a frame that gives no value", ({ text }) => {
    const given = text.split(/^\[\[example\]\]/m).slice(1);
    expect(given.length).toBeGreaterThanOrEqual(3);
    const bad = /fault = "|status = "(?!ok|unstable)/;
    expect(given.some((example) => bad.test(example))).toBe(true);
  });
});
