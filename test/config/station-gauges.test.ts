// A gauge of a station file that can't be connected, named or told apart is refused in words.
import { afterAll, describe, expect, it } from "vitest";
import { caliper, head, stationFolder } from "./station-folder.ts";

const { load, errorsOf, remove } = stationFolder();
afterAll(remove);

describe("a gauge of a station file", () => {
  it("may not have two gauges with one id, or on one port", () => {
    const errors = errorsOf(head + caliper + caliper);
    expect(errors).toEqual([
      "21 gauge.1.id: caliper-1 is already used by gauge.0 -> Give each gauge its own id.",
      "26 gauge.1.line: /dev/ttyUSB0 is already used by gauge.0 -> One line can carry one gauge: " +
        "correct one of the two.",
    ]);
  });

  it("may name a gauge model only that is known, and gets the nearest ones told", () => {
    const errors = errorsOf(head + caliper.replace("mitutoyo-ascii", "mitutoyo-asci"));
    expect(errors[0]).toContain('there is no gauge model "mitutoyo-asci" -> Did you mean');
    expect(errors[0]).toContain('"mitutoyo-ascii"');
  });

  it("must connect a model as it can be connected", () => {
    const line = '{ kind = "modbus-tcp", host = "h", port = 502 }';
    const errors = errorsOf(
      head + caliper.replace('{ kind = "serial", path = "/dev/ttyUSB0" }', line),
    );
    expect(errors).toEqual([
      "18 gauge.0.line.kind: mitutoyo-ascii cannot be read over modbus-tcp -> " +
        'Use the kind "serial" or "tcp".',
    ]);
    expect(errorsOf(head + caliper.replace("serial", "serail"))[0]).toContain(
      '18 gauge.0.line: has the kind "serail" -> Choose a kind from "serial", "tcp"',
    );
  });

  const rig = (id: string, line: string, more = "") => `
[[gauge]]
id = "${id}"
name = "Rig"
model = "laumas-tlb"
serves = ["rig"]
unit = "N"
${more}line = { kind = "modbus-rtu", path = "/dev/ttyUSB7"${line} }
`;

  it("may put several units on one Modbus port, each once and at one speed", () => {
    const two = (first: string, second: string) =>
      errorsOf(head + caliper + rig("rig-1", first) + rig("rig-2", second));
    expect(two(", unitId = 2", ", unitId = 3")).toEqual([]);
    expect(two("", ", unitId = 3")).toEqual([]);
    expect(two("", ", unitId = 1")[0]).toContain("/dev/ttyUSB7 unit 1 is already used by gauge.1");
    expect(two(", unitId = 2, baud = 9600", ", unitId = 3")[0]).toContain("another speed");
    const shared = errorsOf(head + caliper.replace("USB0", "USB7") + rig("rig-1", ""));
    expect(shared[0]).toContain("/dev/ttyUSB7 is already used by gauge.0 as serial");
  });

  it("must pick the word order of a model that leaves it open, and of no other", () => {
    const open = rig("rig-1", "").replace("laumas-tlb", "generic-float");
    expect(errorsOf(head + caliper + open)[0]).toContain("does not know the order of its words");
    const chosen = open.replace("unit =", 'wordOrder = "CDAB"\nunit =');
    expect(load(head + caliper + chosen)).toMatchObject({
      ok: { gauges: [{}, { wordOrder: "CDAB" }] },
    });
    expect(errorsOf(head + caliper + rig("rig-1", "", 'wordOrder = "ABCD"\n'))[0]).toContain(
      "laumas-tlb has its word order in the model",
    );
    expect(errorsOf(head + caliper + chosen.replace("CDAB", "ABDC"))[0]).toContain("wordOrder");
  });

  it("must name the unit of a gauge whose frames carry none", () => {
    const errors = errorsOf(head + caliper.replace('unit = "mm"\n', ""));
    expect(errors[0]).toContain("mitutoyo-ascii does not always say its unit");
  });

  it("must have a gauge for what may not be typed", () => {
    const errors = errorsOf(head + caliper.replace('["caliper"]', '["calliper"]'));
    expect(errors).toEqual([
      '2 plans.0: no gauge serves "caliper", which characteristic length needs -> ' +
        'Add "caliper" to serves of a gauge; did one with "calliper" mean it?',
    ]);
  });
});
