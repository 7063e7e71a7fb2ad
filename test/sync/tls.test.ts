// Tests of TLS, certificates, credentials and rights at a real broker, and of the words for them.
import { spawnSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { explainReason, type Publisher } from "../../sync/publisher/index.ts";
import { type Authority, type Certificates, makeCertificates } from "../fakes/certificates.ts";
import { freePort } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { type Bench, openBench } from "./bench.ts";
import { type MemoryJournal, makeJournal, oneTo, storedSeqs, until } from "./plant.ts";

needs("mosquitto", "postgresql")("a broker that is careful", () => {
  let postgres: Postgres;
  let certificates: Certificates;
  let ca: Authority;
  let bench: Bench;
  let journal: MemoryJournal;

  beforeAll(async () => {
    certificates = makeCertificates();
    ca = certificates.authority("plant-ca");
    postgres = await startPostgres();
  });
  afterAll(async () => {
    certificates.remove();
    await postgres.remove();
  });
  beforeEach(() => {
    bench = openBench(postgres);
    journal = makeJournal();
    journal.append(30);
  });
  afterEach(() => bench.close());

  /** A broker with TLS; its certificate is for `names`. */
  async function secure(
    names: readonly string[] = ["IP:127.0.0.1"],
    { days = 1, clients = false, signer = ca } = {},
  ) {
    const { certFile, keyFile } = signer.sign(`broker-${await freePort()}`, names, days);
    const mosquitto = await bench.mosquitto([
      `cafile ${ca.caFile}`,
      `certfile ${certFile}`,
      `keyfile ${keyFile}`,
      ...(clients ? ["require_certificate true"] : []),
    ]);
    return { mosquitto, url: mosquitto.url.replace("mqtt:", "mqtts:") };
  }

  async function complains(publisher: Publisher, reason: string | RegExp): Promise<void> {
    const fits = (one: string | null) =>
      one !== null && (typeof reason === "string" ? one === reason : reason.test(one));
    await until(`${reason}`, () => bench.reasons.some(fits)).catch((error: unknown) => {
      throw new Error(`${error}; it said ${JSON.stringify(bench.reasons)}`);
    });
    expect(publisher.status()).toMatchObject({ sent: 0, waiting: 30 });
  }

  it("is reached by station and collector over TLS, with certificates of their own", async () => {
    const { url } = await secure(undefined, { clients: true });
    const { caFile } = ca;
    const collector = await bench.collect({ url, caFile, ...ca.sign("collector") });
    await collector.ready;
    bench.publish(journal, { url, caFile, ...ca.sign("st-07") });
    await until("all confirmed", async () => (await journal.confirmed()) === 30);
    expect(await storedSeqs(bench.pool, journal.epoch)).toEqual(oneTo(30));
  });

  it.each([
    ["another authority signed it", { signer: "other" }, /^connect-(UNABLE|SELF)_/],
    ["it has expired", { days: -1 }, "connect-CERT_HAS_EXPIRED"],
    [
      "it is for another name",
      { names: ["DNS:a.example"] },
      "connect-ERR_TLS_CERT_ALTNAME_INVALID",
    ],
  ])("is not trusted when %s, and nothing is sent", async (_what, how, reason) => {
    const { signer, days, names } = { signer: "", days: 1, names: ["IP:127.0.0.1"], ...how };
    const by = signer === "" ? ca : certificates.authority(signer);
    const { mosquitto, url } = await secure(names, { days, signer: by });
    const publisher = bench.publish(journal, { url, caFile: ca.caFile });
    await complains(publisher, reason);
    expect(mosquitto.log()).not.toContain("New client connected");
    expect(bench.reasons).not.toContain(null);
  });

  it("says that it wants a certificate, and takes one that is put there later", async () => {
    const { url } = await secure(undefined, { clients: true });
    const stranger = certificates.authority("stranger-ca").sign("st-07");
    const own = {
      certFile: join(certificates.folder, "own.pem"),
      keyFile: join(certificates.folder, "own.key"),
    };
    copyFileSync(stranger.certFile, own.certFile);
    copyFileSync(stranger.keyFile, own.keyFile);
    const without = bench.publish(journal, { url, caFile: ca.caFile });
    await complains(without, "connect-ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED");
    await without.stop();
    const publisher = bench.publish(journal, { url, caFile: ca.caFile, ...own });
    await complains(publisher, "connect-ERR_SSL_TLSV1_ALERT_UNKNOWN_CA");
    const right = ca.sign("st-07-renewed");
    copyFileSync(right.certFile, own.certFile);
    copyFileSync(right.keyFile, own.keyFile);
    await until("connected", () => publisher.status().state === "connected");
  });

  it.each([
    ["mqtts: where no TLS is spoken", true],
    ["mqtt: where TLS is spoken", false],
  ])("is told apart: %s", async (_what, withTls) => {
    const plain = await bench.mosquitto();
    const { url } = withTls
      ? { url: plain.url.replace("mqtt:", "mqtts:") }
      : { url: (await secure()).mosquitto.url };
    const publisher = bench.publish(journal, { url, caFile: ca.caFile });
    await complains(publisher, /^(connect-|closed-before-answer)/);
    const said = bench.reasons.filter((one) => one !== null && one !== "connecting");
    expect(said.map((one) => explainReason(one ?? "")).join()).toMatch(/TLS/);
  });

  it.each([
    ["MQTT 5", 5, ["connect-134", "connect-135"]],
    ["MQTT 3.1.1", 4, ["connect-4", "connect-5"]],
  ] as const)("refuses a wrong password over %s in words", async (_what, protocol, codes) => {
    const passwords = join(certificates.folder, `passwords-${protocol}`);
    const passwordFile = join(certificates.folder, `password-${protocol}`);
    spawnSync("mosquitto_passwd", ["-b", "-c", passwords, "st-07", "right"]);
    writeFileSync(passwordFile, "wrong\n");
    const { url } = await bench.mosquitto([
      ...["allow_anonymous false", `password_file ${passwords}`],
    ]);
    const publisher = bench.publish(journal, { url, protocol, username: "st-07", passwordFile });
    await complains(publisher, new RegExp(`^(${codes.join("|")})$`));
    const said = bench.reasons.find((one) => codes.some((code) => code === one));
    expect(explainReason(said ?? "")).toMatch(/user or password|access rules/);
  });

  it("does not let records through without the right, and that is not silent", async () => {
    const acl = join(certificates.folder, "acl");
    writeFileSync(acl, "topic read #\ntopic write proofline/v1/+/+/+/+/+/state\n");
    const { url } = await bench.mosquitto([`acl_file ${acl}`]);
    const publisher = bench.publish(journal, { url });
    await complains(publisher, "publish-refused-135");
    expect(explainReason("publish-refused-135")).toContain("access rules");
  });
});

describe("the words for a reason", () => {
  it("name what is wrong and a remedy, for known codes, and the code for others", () => {
    expect(explainReason("connect-CERT_HAS_EXPIRED")).toContain("expired");
    expect(explainReason("settings-unreadable-ENOENT")).toContain("ENOENT");
    expect(explainReason("connect-EMOON")).toContain("connect-EMOON");
    expect(explainReason("publish-refused-151")).toContain("quota");
  });
});
