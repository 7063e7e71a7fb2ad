import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readingOf } from "../../fakes/run-fixture.ts";
import { startBench } from "./station-bench.ts";

let bench: Awaited<ReturnType<typeof startBench>>;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const keyed = (text: string, more: object = {}) => ({
  id: randomUUID(),
  text,
  entry: "keyed",
  characteristic: "C1",
  unitIndex: 1,
  ...more,
});

describe("POST /api/readings", () => {
  it("takes comma and point alike and answers with the seq once it is durable", async () => {
    const comma = await bench.post("/api/readings", keyed("10,012"));
    const point = await bench.post("/api/readings", keyed("10.012", { unitIndex: 2 }));
    expect([comma.status, point.status]).toEqual([201, 201]);
    const [record] = await bench.journal.read(comma.body.seq, 1);
    expect(record).toMatchObject({
      kind: "measurement.taken",
      body: { value: "10.012", unit: "U0001", marks: ["manual"], reading: { entry: "keyed" } },
    });
  });

  it.each(["1,234.5", "1.234,5", "10..1", "1e3", "", "ten"])(
    "refuses %j and changes nothing",
    async (text) => {
      const before = bench.journal.head().seq;
      const answer = await bench.post("/api/readings", keyed(text));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.body).toMatchObject({ code: expect.any(String), remedy: expect.any(String) });
      expect(bench.journal.head().seq).toBe(before);
    },
  );

  it("has one effect when it is sent twice", async () => {
    const command = keyed("10.012");
    const first = await bench.post("/api/readings", command);
    const again = await bench.post("/api/readings", command);
    expect(again).toMatchObject({ status: 200, body: { seq: first.body.seq, kind: "repeated" } });
    expect(bench.journal.head().seq).toBe(first.body.seq);
  });

  it("knows an id again however long ago it was used, and survives it", async () => {
    const command = keyed("10.012");
    const first = await bench.post("/api/readings", command);
    bench.station.decided.seen.clear();
    bench.station.shown.seen.clear();
    const again = await bench.post("/api/readings", { ...command, unitIndex: 2 });
    expect(again).toMatchObject({ status: 200, body: { seq: first.body.seq, kind: "repeated" } });
    expect((await bench.post("/api/readings", keyed("10.013", { unitIndex: 2 }))).status).toBe(201);
  });

  it("refuses a cell that has a value", async () => {
    await bench.post("/api/readings", keyed("10.0"));
    const answer = await bench.post("/api/readings", keyed("10.0"));
    expect(answer).toMatchObject({ status: 409, body: { code: "cell-filled" } });
  });

  it("keeps an implausible value in the inbox until a person insists", async () => {
    const far = await bench.post("/api/readings", keyed("100.12"));
    expect(far).toMatchObject({
      status: 201,
      body: { kind: "reading.unassigned", reason: "implausible" },
    });
    const sure = await bench.post("/api/readings", keyed("100.12", { confirmed: true }));
    expect(sure).toMatchObject({ status: 201, body: { verdict: "high" } });
  });
});

describe("the inbox", () => {
  it("shows what could not be placed; assigning makes it count and names its origin", async () => {
    const stranger = { id: "x", serves: ["other"], calibrationDue: null };
    await bench.station.take(stranger, readingOf("10.02", { gauge: "x" }));
    const { body } = await bench.get("/api/inbox");
    expect(body).toMatchObject({
      total: 1,
      entries: [{ reason: "gauge-not-in-plan", text: "10.02" }],
    });
    const { seq } = body.entries[0];
    const cell = { characteristic: "C1", unitIndex: 3 };
    const assigned = await bench.post(`/api/inbox/${seq}/assign`, cell);
    expect(assigned).toMatchObject({ status: 201, body: { kind: "measurement.taken" } });
    const [record] = await bench.journal.read(assigned.body.seq, 1);
    expect(record?.body).toMatchObject({ source: seq, unit: "U0003", marks: ["confirmed"] });
    expect((await bench.get("/api/inbox")).body.total).toBe(0);
    expect(await bench.post(`/api/inbox/${seq}/assign`, { ...cell, unitIndex: 4 })).toMatchObject({
      status: 409,
      body: { code: "answered" },
    });
  });

  it("lets a person dismiss an entry once, with a reason", async () => {
    const stranger = { id: "x", serves: ["other"], calibrationDue: null };
    const [record] = await bench.station.take(stranger, readingOf("10.02"));
    expect((await bench.post(`/api/inbox/${record?.seq}/dismiss`, { reason: "" })).status).toBe(
      400,
    );
    const done = await bench.post(`/api/inbox/${record?.seq}/dismiss`, { reason: "trial press" });
    expect(done.status).toBe(201);
    expect((await bench.get("/api/inbox")).body.total).toBe(0);
    expect(
      (await bench.post(`/api/inbox/${record?.seq}/dismiss`, { reason: "again" })).status,
    ).toBe(409);
    expect((await bench.post("/api/inbox/1/dismiss", { reason: "no reading" })).status).toBe(404);
  });
});

describe("the server", () => {
  it.each(["a\ud800", "\udc00", "a\u0000b", " "])(
    "refuses the text %j, which would break the chain of hashes or say nothing",
    async (operator) => {
      const before = bench.journal.head().seq;
      expect((await bench.post("/api/operator", { operator })).status).toBe(400);
      expect(bench.journal.head().seq).toBe(before);
    },
  );

  it("refuses other hosts and other sites' pages", async () => {
    const foreign = (headers: Record<string, string>) =>
      bench.server.inject({
        method: "POST",
        url: "/api/operator",
        payload: { operator: "x" },
        headers,
      });
    expect((await foreign({ host: "evil.example" })).statusCode).toBe(403);
    expect((await foreign({ host: "localhost", origin: "http://evil.example" })).statusCode).toBe(
      403,
    );
    expect(
      (await foreign({ host: "localhost:8080", origin: "http://localhost:8080" })).statusCode,
    ).toBe(201);
  });

  it("answers every view with what its schema promises and lists them in the contract", async () => {
    for (const url of [
      "/api/health",
      "/api/station",
      "/api/task",
      "/api/inbox",
      "/api/runs",
      "/api/runs/R1",
    ]) {
      expect((await bench.get(url)).status).toBe(200);
    }
    for (const id of ["C1", "C2", "C3", "C4"]) {
      expect((await bench.get(`/api/runs/R1/charts/${id}`)).status).toBe(200);
    }
    expect((await bench.get("/api/runs/R9")).body).toMatchObject({ code: "no-such-run" });
    const contract = (await bench.get("/api/openapi.json")).body;
    expect(Object.keys(contract.paths)).toContain("/api/runs/{run}/charts/{characteristic}");
  });
});
