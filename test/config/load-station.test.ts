// A wrong station file is refused with every error at once; a sound one gives frozen settings.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { formatConfigErrors, knownModels, loadStation } from "../../config/index.ts";
import { loadModels } from "../../gauges/index.ts";
import { caliper, convertible, head, models, stationFolder } from "./station-folder.ts";

const { folder, load, errorsOf, remove } = stationFolder();
afterAll(remove);

describe("a sound station file", () => {
  it("gives settings with the defaults of the schema, frozen to the bottom", () => {
    const loaded = load(head + caliper);
    if (!("ok" in loaded)) throw new Error(formatConfigErrors(loaded.errors));
    const { ok: station, warnings } = loaded;
    expect(warnings).toEqual([]);
    expect(station.http).toEqual({ host: "127.0.0.1", port: 8080 });
    expect(station.mqtt).toBeNull();
    expect(station.plans[0]?.plan.characteristic[0]?.subgroup).toBe(5);
    expect(station.plans[0]?.plan.exit).toEqual({ cpk: 1.33, maxOpenCritical: 0 });
    expect(station.gauges[0]).toMatchObject({ model: "mitutoyo-ascii", calibrationDue: null });
    expect(Object.isFrozen(station.gauges[0]?.line)).toBe(true);
    expect(Object.isFrozen(station.plans[0]?.plan.characteristic)).toBe(true);
  });

  it("may name a port by its USB adapter, and must name one", () => {
    const usb = '{ kind = "serial", usb = { vendor = "0403", product = "6001", serial = "A1" } }';
    const path = '{ kind = "serial", path = "/dev/ttyUSB0" }';
    expect(errorsOf(head + caliper.replace(path, usb))).toEqual([]);
    const [nameless] = errorsOf(head + caliper.replace(path, '{ kind = "serial" }'));
    expect(nameless).toContain("gauge.0.line: names no port -> Add path =");
    const odd = usb.replace("0403", "403");
    expect(errorsOf(head + caliper.replace(path, odd)).join()).toContain("usb.vendor");
  });

  it("is the example of the project", () => {
    const example = fileURLToPath(new URL("../../config/examples/station.toml", import.meta.url));
    const catalogue = loadModels(fileURLToPath(new URL("../../gauges/models", import.meta.url)));
    const loaded = loadStation(example, knownModels(catalogue.models), convertible);
    if (!("ok" in loaded)) throw new Error(formatConfigErrors(loaded.errors));
    expect(loaded.warnings).toEqual([]);
    expect(loaded.ok.runs[0]?.plan.part.number).toBe("CB-7075-B");
  });
});

describe("a wrong station file", () => {
  it("has all its errors listed at once, each with its line", () => {
    const text = `${head}
[http]
host = "0.0.0.0"
prot = 8080
${caliper.replace("mm", "").replace('model = "mitutoyo-ascii"', "model = 7")}
[[run]]
id = "R 1"
target = 0
`;
    expect(errorsOf(text)).toEqual([
      '14 http.prot: is not a known key -> Did you mean "port"?',
      '19 gauge.0.model: is a whole number, but must be a text in "quotes" -> ' +
        "id of a gauge model, as the files in gauges/models name it.",
      "21 gauge.0.unit: is empty -> unit the gauge shows, for models whose frames carry none.",
      '25 run.0.id: "R 1" does not have the form asked for -> name of the run: letters, digits, ' +
        "dots, hyphens.",
      "26 run.0.target: is 0 -> The least possible is 1.",
      '24 run.0: has no "plan" -> Add plan: one of the files named in plans.',
      '24 run.0: has no "brand" -> Add brand: who will receive the report.',
      '24 run.0: has no "supplier" -> Add supplier: who makes the parts.',
      '13 http.host: "0.0.0.0" would open the station to the network -> Use "127.0.0.1": there are no ' +
        "users yet to log in. Reach it by an SSH tunnel meanwhile.",
    ]);
  });

  it("has what it means judged too where its shape is wrong, and nothing made up", () => {
    const second = caliper.replace("mitutoyo-ascii", "mitutoyo-asci").replace("caliper-1", "c-2");
    const third = caliper.replace("mitutoyo-ascii", "mark10-series5").replace("caliper-1", "c-3");
    const wrong = `${head.replace('"plan.toml"', '"plan.toml", "gone.toml"')}
[http]
port = "8080"
${caliper}${second}colour = "red"\n${third.replace('path = "/dev/ttyUSB0"', "path = 5")}`;
    expect(errorsOf(wrong).map((error) => error.split(" -> ")[0])).toEqual([
      '13 http.port: is a text in "quotes", but must be a whole number',
      "30 gauge.1.colour: is not a known key",
      '38 gauge.2.line.path: is a whole number, but must be a text in "quotes"',
      "29 gauge.1.line: /dev/ttyUSB0 is already used by gauge.0",
      '26 gauge.1.model: there is no gauge model "mitutoyo-asci"',
      "1 : the file is not there",
    ]);
  });

  it("names the line of a mistake in the syntax", () => {
    const errors = errorsOf(`${head}\n[http\nport = 1`);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^1[234] /);
  });

  it("is told from a file that is not there", () => {
    const loaded = loadStation(join(folder, "none.toml"), models, convertible);
    expect("errors" in loaded && loaded.errors[0]?.what).toBe("the file is not there");
  });

  it("may not open the station to the network", () => {
    expect(errorsOf(`${head}${caliper}[http]\nhost = "0.0.0.0"`)[0]).toContain(
      'http.host: "0.0.0.0" would open the station to the network',
    );
    for (const host of ["127.0.0.1", "localhost", "::1"])
      expect(errorsOf(`${head}${caliper}[http]\nhost = "${host}"`)).toEqual([]);
  });

  it("names a missing plan and a run whose plan isn't listed", () => {
    const run = '[[run]]\nid = "R"\nplan = "plam.toml"\nbrand = "B"\nsupplier = "S"\ntarget = 50\n';
    const errors = errorsOf(
      head.replace('"plan.toml"', '"plan.toml", "gone.toml"') + caliper + run,
    );
    expect(errors.map((error) => error.split(" -> ")[0])).toEqual([
      '21 run.0.plan: "plam.toml" is not among plans',
      "1 : the file is not there",
    ]);
  });

  it("names what no topic can hold, no zone and no day", () => {
    const text = head.replace('"east"', '"ea/st"') + caliper;
    expect(errorsOf(text)[0]).toContain("8 place.site");
    expect(errorsOf(head.replace("Asia/Shanghai", "Asia/Shanghei") + caliper)[0]).toContain(
      "5 station.zone",
    );
    const due = 'calibrationDue = "2027-02-30"\nunit';
    expect(errorsOf(head + caliper.replace("unit", due))[0]).toContain("2027-02-30 is not a day");
  });

  it("may not send a password in clear over the network", () => {
    const mqtt = '[mqtt]\nurl = "mqtt://broker.example"\nusername = "u"\npasswordFile = "gone"\n';
    expect(errorsOf(head + caliper + mqtt).map((error) => error.split(" -> ")[0])).toEqual([
      "20 mqtt.url: user and password would cross the network in clear",
      `22 mqtt.passwordFile: ${join(folder, "gone")} cannot be read`,
    ]);
  });

  it("says when a run is too short for its plan", () => {
    const run = '[[run]]\nid = "R"\nplan = "plan.toml"\nbrand = "B"\nsupplier = "S"\ntarget = 50\n';
    const loaded = load(head + caliper + run);
    const warnings = "ok" in loaded ? loaded.warnings : [];
    expect(warnings.map(({ what }) => what)).toEqual([
      "length gives 10 subgroups, and limits take 20 of them",
    ]);
    expect(errorsOf(head + caliper + run.replace("50", "10000"))[0]).toContain(
      "10000 units don't fit the serials U{0000}",
    );
  });

  it("plans a run of at most 100,000 units", () => {
    const run =
      '[[run]]\nid = "R"\nplan = "plan.toml"\nbrand = "B"\nsupplier = "S"\ntarget = 100000\n';
    expect(errorsOf(head + caliper + run)[0]).toContain("100000 units don't fit the serials");
    expect(errorsOf(head + caliper + run.replace("100000", "100001"))[0]).toContain(
      "run.0.target: is 100001 -> The most possible is 100000.",
    );
  });
});
