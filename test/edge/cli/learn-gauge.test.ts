// From an unknown gauge on a serial line to a draft model that is checked, tried and used by nobody yet.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { needs } from "../../fakes/needs.ts";
import { createPtyPair, type PtyPair } from "../../fakes/pty-pair.ts";
import { type ProgramProcess, startProgram } from "../../fakes/station-process.ts";

const started: ProgramProcess[] = [];
afterAll(() => Promise.all(started.map((program) => program.stop())));

function start(...args: string[]): ProgramProcess {
  const program = startProgram(args);
  started.push(program);
  return program;
}

needs("socat")("learning a gauge", () => {
  let cable: PtyPair;
  let folder: string;
  beforeEach(async () => {
    cable = await createPtyPair();
    folder = mkdtempSync(join(tmpdir(), "learn-"));
  });
  afterEach(async () => {
    await cable.remove();
    rmSync(folder, { recursive: true });
  });

  it("captures frames by asking, proposes a model, checks it and reads the gauge with it", async () => {
    const values = ["12.50", "-3.25", "-23.02", "0.75", "101.10"];
    const gauge = start(
      ...["gauges", "simulate", "wagner-fdx", "--pty", cable.gauge, "--value", ...values],
    );
    await gauge.says(/answers when asked/);
    const capture = join(folder, "capture.txt");
    const heard = start(
      ...["gauges", "capture", cable.station, capture, "--send", "?\\r\\n", "--every", "50"],
    );
    while ((heard.stdout().match(/lbf/g) ?? []).length < 40) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    heard.signal("SIGINT");
    expect(await heard.ended).toMatchObject({ code: 0 });
    const draft = join(folder, "draft.toml");
    const learned = start("gauges", "learn", capture, "-o", draft, "--send", "?\\r\\n");
    expect([await learned.ended, learned.stderr()]).toMatchObject([{ code: 0 }, ""]);
    expect(learned.stdout()).toContain("a draft, unverified");
    expect(readFileSync(draft, "utf8")).toContain('evidence = "unverified"');
    const checked = start("gauges", "check", draft);
    expect(await checked.ended).toMatchObject({ code: 0 });
    const again = start("gauges", "learn", capture, "-o", draft);
    expect(await again.ended).toMatchObject({ code: 1 });
    expect(again.stderr()).toContain("never replaces a file");
    const trial = start("gauges", "try", draft, cable.station);
    await trial.says(/→ -23\.02 lbf, ok \[rule 1\]/);
  }, 180_000);

  it("never writes into the catalogue, and says why nothing can be learned", async () => {
    const few = join(folder, "few.bin");
    writeFileSync(few, "1.5 mm\r\n2.5 mm\r\n");
    const refused = start("gauges", "learn", few, "-o", join(folder, "few.toml"));
    expect(await refused.ended).toMatchObject({ code: 1 });
    expect(refused.stderr()).toContain("20 are needed");
  }, 180_000);

  it("says what to do about a port that is not there or in use, and about a model that lies", async () => {
    const nowhere = start("gauges", "try", "mitutoyo-ascii", join(folder, "ttyUSB9"));
    await nowhere.says(/plug the adapter in/);
    const first = start("gauges", "try", "mitutoyo-ascii", cable.station);
    await first.says(/-- online/);
    const second = start("gauges", "try", "mitutoyo-ascii", cable.station);
    await second.says(/Another program has the port open/);
    const file = readFileSync(new URL("../../../gauges/models/wagner-fdx.toml", import.meta.url));
    const lying = join(folder, "lying.toml");
    writeFileSync(lying, file.toString().replace('"-23.02"', '"23.02"'));
    const checked = start("gauges", "check", lying);
    expect(await checked.ended).toMatchObject({ code: 1 });
    expect(checked.stderr()).toContain("wanted 23.02 lbf ok; gave -23.02 lbf ok");
  }, 180_000);
});
