// `proofline convert` and `proofline decode` as a user calls them: counts, round trips, damaged files, exit codes.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { addConvertCommand } from "../../../edge/cli/convert-command.ts";
import { addDecodeCommand } from "../../../edge/cli/decode-command.ts";
import { needs, sharedFolder } from "../../fakes/needs.ts";
import { mainFile } from "../../fakes/station-process.ts";
import { callInProcess } from "./in-process.ts";

const dir = mkdtempSync(join(tmpdir(), "proofline-convert-"));
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

/** Inside the test: a process for each of its many calls would take a minute. */
function proofline(...args: string[]) {
  return callInProcess((...parts) => {
    addConvertCommand(...parts);
    addDecodeCommand(...parts);
  }, args);
}

/** As a user calls it, in little memory. */
function prooflineProcess(...args: string[]) {
  return spawnSync(process.execPath, ["--max-old-space-size=256", mainFile(), ...args], {
    encoding: "utf8",
    maxBuffer: 100_000_000,
  });
}

const dfq =
  "K0100 1\r\nK1001/1 P-7\r\nK2002/1 Length\r\nK2101/1 10\r\nK2112/1 -0.1\r\nK2113/1 0.1\r\nK2142/1 mm\r\n" +
  "9.94\u00140\u001412.08.1999/15:23:45\r\nK0014/1 S1\r\n10.02\u00140\r\nK0014/1 S2\r\n";

describe("a DFD and DFX pair", () => {
  const description = "K0100 1\r\nK1001/1 P-7\r\nK2002/1 Length\r\nK2142/1 mm\r\n";
  const values = "\ufeff9.94\u00140\u001412.08.1999/15:23:45\r\n10.02\u00140\r\n";

  it("is read whole by either of its names, in any case of their endings", async () => {
    file("pair.DFD", description);
    file("pair.dfx", values);
    for (const name of ["pair.DFD", "pair.dfx"]) {
      const { stdout, stderr } = await proofline("convert", join(dir, name), "--to", "json");
      const said = JSON.parse(stdout);
      expect(said.counts, stderr).toMatchObject({ characteristics: 1, values: 2 });
      expect(said.parts[0].characteristics[0].name).toBe("Length");
    }
  });

  it("that lacks its description is refused and names it; a description alone has no values", async () => {
    const alone = file("alone.dfx", values);
    const { status, stderr } = await proofline("convert", alone, "--to", "json");
    expect(status).toBe(1);
    expect(stderr).toContain("values without their description: alone.dfd is not beside it");
    expect(readFileSync(alone, "utf8")).toBe(values);
    file("plan.dfd", description);
    const said = JSON.parse(
      (await proofline("convert", join(dir, "plan.dfd"), "--to", "json")).stdout,
    );
    expect(said.counts.values).toBe(0);
  });
});

describe("times", () => {
  it("are kept as written with the zone that is declared, and marked where none is", async () => {
    const path = file("zone.dfq", dfq);
    const zoneOf = async (...more: string[]) => {
      const { stdout, stderr } = await proofline("convert", path, "--to", "json", ...more);
      const [first] = JSON.parse(stdout).parts[0].characteristics[0].values;
      return { time: first.measuredAt, zone: first.measuredZone, stderr };
    };
    expect(await zoneOf()).toMatchObject({ time: "12.08.1999/15:23:45", zone: null });
    expect((await zoneOf()).stderr).toContain("1 times without zone");
    expect(await zoneOf("--zone", "Europe/Berlin")).toMatchObject({
      zone: "Europe/Berlin",
      stderr: "",
    });
    const wrong = await proofline("convert", path, "--to", "json", "--zone", "Mars/Base");
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain("Mars/Base is no zone");
  });
});

describe("proofline convert", () => {
  it("goes through every format and keeps parts, limits, values and serials", async () => {
    const first = file("a.dfq", dfq);
    const qif = join(dir, "a.qif");
    const back = join(dir, "b.dfq");
    expect((await proofline("convert", first, "--to", "qif", "-o", qif)).stdout).toContain(
      "2 values",
    );
    expect((await proofline("convert", qif, "--to", "dfq", "-o", back)).status).toBe(0);
    const part = {
      name: "P-7",
      characteristics: [
        {
          name: "Length",
          unit: "mm",
          nominal: "10",
          lower: "9.9",
          upper: "10.1",
          values: [
            { text: "9.94", serial: "S1", status: "ok" },
            { text: "10.02", serial: "S2", status: "ok" },
          ],
        },
      ],
    };
    for (const path of [first, qif, back]) {
      const said = await proofline("convert", path, "--to", "json", "--zone", "UTC");
      expect(said.stderr).toBe("");
      expect(JSON.parse(said.stdout)).toMatchObject({ counts: { values: 2 }, parts: [part] });
    }
    const csv = (await proofline("convert", back, "--to", "csv")).stdout.trim().split("\r\n");
    expect(csv[1]).toBe("P-7,Length,,S1,9.94,mm,10,9.9,10.1,ok,,12.08.1999/15:23:45,,");
  });

  it("keeps every K field from DFQ to DFQ", async () => {
    const path = file("k.dfq", `${dfq}K0080/1 4\r\n`);
    const written = (await proofline("convert", path, "--to", "dfq")).stdout;
    expect(written).toContain("K2112/1 -0.1");
    expect(written).toContain("K0080/1/2 4");
  });

  it.each([
    ["stripped.dfq", dfq.replaceAll("\u0014", ""), "separators of this value line are lost"],
    ["cut.qif", '<?xml version="1.0"?><QIFDocument><Results>', "no sound XML"],
    ["bomb.qif", '<!DOCTYPE l [<!ENTITY a "x">]><QIFDocument>&a;</QIFDocument>', "document type"],
    ["quicken.qif", "!Type:Bank\nD1/1/2026\n^\n", "Quicken"],
    ["utf16.qif", Buffer.from("<QIFDocument/>", "utf16le"), "it holds the byte 0x00"],
    ["latin1.dmo", Buffer.from("DMISMN/'Círculo',04.0\r\nENDFIL\r\n", "latin1"), "not utf-8 text"],
    ["cut.dmo", "DMISMN/'a',04.0\r\nTA(a)=TOL/CORTOL,XAX", "ENDFIL"],
    ["empty.csv", "", "no format is known"],
    ["noise.dfq", Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 89) % 256)), "known"],
  ])("refuses %s in words, with exit code 1, and keeps the file", async (name, content, words) => {
    const path = file(name, content);
    const said = await proofline("convert", path, "--to", "json");
    expect(said.stderr).toContain(words);
    expect(said.stdout).toBe("");
    expect(said.status).toBe(1);
    expect(readFileSync(path)).toEqual(Buffer.from(content));
  });

  it("refuses a file of a gigabyte at once", () => {
    const path = join(dir, "huge.qif");
    ftruncateSync(openSync(path, "w"), 1024 ** 3);
    const said = prooflineProcess("convert", path);
    expect(said.stderr).toContain("at most 67108864 are read");
    expect(said.status).toBe(1);
    rmSync(path);
  });

  it("writes nothing when it refuses, and says wrong use with exit code 2", async () => {
    const out = join(dir, "none.json");
    await proofline("convert", file("bad.dfq", "K0100 1\r\n"), "--to", "qif", "-o", out);
    expect(existsSync(out)).toBe(false);
    expect((await proofline("convert", out, "--to", "pdf")).status).toBe(2);
    expect((await proofline("convert", out, "--model", "none")).status).toBe(2);
    expect((await proofline("convert", out, "--model", "mitutoyo-ascii")).status).toBe(2);
    expect((await proofline("convert", out)).status).toBe(1);
  });
});

needs("shared")("the sample files", () => {
  it("of a large and old CMM export go from DMIS to QIF and back with every value", () => {
    const sample = join(sharedFolder, "reference/gauges/dmis/Impeller_6_Blades_Part_17.dmo");
    const qif = join(dir, "impeller.qif");
    expect(prooflineProcess("convert", sample, "--to", "qif", "-o", qif).status).toBe(0);
    const { counts } = JSON.parse(prooflineProcess("convert", qif, "--to", "json").stdout);
    expect(counts).toMatchObject({
      measurements: 789,
      withValue: 789,
      status: { PASS: 90, FAIL: 699 },
    });
  });

  it("of a scale decode to one reading per line, the first one included", async () => {
    const sample = join(sharedFolder, "reference/gauges/serial-logs/tscale_qhw.bin");
    const said = JSON.parse(
      (await proofline("decode", "--model", "and-like-scale", "--json", sample)).stdout,
    );
    expect(said.counts.readings).toBe(829);
    const unstable = said.entries.filter((one: { status?: string }) => one.status === "unstable");
    expect(unstable).toHaveLength(4);
  });
});

describe("proofline decode", () => {
  it("says the rule, the value and what is rejected", async () => {
    const path = file("m.bin", "01A-000.0018\r911\r01A+00");
    const said = await proofline("decode", "--model", "mitutoyo-ascii", "--unit", "mm", path);
    expect(said.status).toBe(0);
    const lines = said.stdout.trim().split("\n");
    expect(lines[0]).toBe("01A-000.0018\\r  → -0.0018 mm, ok channel 1 [rule 2]");
    expect(lines[1]).toContain("no value, no-data");
    expect(lines[2]).toContain("✗ frame-incomplete");
    expect(lines[3]).toContain("2 readings (1 with a value), 1 rejected frames");
  });

  it("reads hex, one Modbus answer per line", async () => {
    const path = file(
      "l.hex",
      "01 03 10 08 80 00 00 30 39 00 00 2E E0 00 00 30 39 00 03 0F 75\n01 83 02 C0 F1\n",
    );
    const said = JSON.parse(
      (await proofline("decode", "--model", "laumas-tlb", "--hex", "--json", path)).stdout,
    );
    expect(said.entries[0]).toMatchObject({ is: "reading", text: "-12345" });
    expect(said.entries.at(-1)).toMatchObject({ is: "rejected", fault: "modbus-exception" });
  });

  it("asks for the word order where a map leaves it open, and refuses what is not hex", async () => {
    const path = file("f.hex", "42 F6 E9 79\nxyz\n");
    const args = ["decode", "--model", "generic-float", "--hex", path];
    expect(await proofline(...args)).toMatchObject({ status: 2, stdout: "" });
    const said = await proofline(...args, "--word-order", "ABCD");
    expect(said).toMatchObject({ status: 1, stdout: "" });
    expect(said.stderr).toContain("line 2 is not hex");
  });
});

it("reads the header beside a Calypso table, in any case of its name", async () => {
  const names = "planid\tpartnb\tid\tidsymbol\tactual\tnominal\tuppertol\tlowertol";
  const table = file("Run 7_CHR.txt", `${names}\nRING\t10\tBore\tdiameter\t1.01\t1\t0.1\t0\nEND\n`);
  const head =
    "planid\tpartnb\tdate\ttime\torder\r\nRING\t10\t30.01.2016\t05:18:52\t4711\r\nEND\r\n";
  file("run 7_hdr.txt", head);
  const read = JSON.parse((await proofline("convert", table, "--zone", "UTC")).stdout);
  expect(read.head).toMatchObject({ order: "4711" });
  expect(read.parts[0].characteristics[0].values[0]).toMatchObject({
    ...{ text: "1.01", serial: "10" },
    ...{ measuredAt: "30.01.2016 05:18:52", measuredZone: "UTC" },
  });
  file("run 7_hdr.txt", "another text of this name\n");
  const alone = JSON.parse((await proofline("convert", table)).stdout);
  expect(alone.parts[0].characteristics[0].values[0].measuredAt).toBeNull();
});

it("converts a QIF file of 20 MB in 128 MB of memory, with every value", () => {
  const characteristic = (at: number) =>
    `<DiameterCharacteristicMeasurement id="${at}"><Status><CharacteristicStatusEnum>PASS</CharacteristicStatusEnum></Status><CharacteristicItemId>${at % 7}</CharacteristicItemId><TimeStamp>2026-01-05T08:00:00.${String(at).padStart(7, "0")}+01:00</TimeStamp><Value>${(10 + (at % 100) / 1000).toFixed(4)}</Value></DiameterCharacteristicMeasurement>\n`;
  const count = 70_000;
  const values = Array.from({ length: count }, (_, at) => characteristic(at)).join("");
  const path = file(
    "large.qif",
    `<QIFDocument versionQIF="3.0.0"><Results><MeasurementResultsSet n="1"><MeasurementResults id="1"><MeasuredCharacteristics><CharacteristicMeasurements n="${count}">${values}</CharacteristicMeasurements></MeasuredCharacteristics></MeasurementResults></MeasurementResultsSet></Results></QIFDocument>`,
  );
  const out = join(dir, "large.json");
  const said = spawnSync(
    process.execPath,
    ["--max-old-space-size=128", mainFile(), "convert", path, "-o", out],
    { encoding: "utf8" },
  );
  expect(said.stdout, said.stderr.slice(0, 500)).toContain(`${count} values`);
  expect(JSON.parse(readFileSync(out, "utf8")).counts).toMatchObject({ values: count });
  rmSync(path);
  rmSync(out);
});
