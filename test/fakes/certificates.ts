// Authorities and certificates made for one test by the openssl program.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** PEM files of a certificate and its key. */
export type Certificate = { readonly certFile: string; readonly keyFile: string };

export type Authority = {
  readonly caFile: string;
  /**
   * A certificate signed by this authority.
   * @param names what it is for, such as "IP:127.0.0.1" or "DNS:broker.example"; none for a client
   * @param days how long it is valid; a negative number makes one that has expired
   */
  sign(name: string, names?: readonly string[], days?: number): Certificate;
};

export type Certificates = {
  readonly folder: string;
  authority(name: string): Authority;
  remove(): void;
};

function openssl(...args: string[]): void {
  const done = spawnSync("openssl", args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`openssl ${args[0]}: ${done.stderr}${done.error ?? ""}`);
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "certificates-"));
  const file = (name: string) => join(folder, name);

  function authority(ca: string): Authority {
    const caFile = file(`${ca}.pem`);
    const caKey = file(`${ca}.key`);
    const subject = ["-subj", `/CN=${ca}`, "-days", "2"];
    openssl("req", "-x509", ...newKey, "-keyout", caKey, "-out", caFile, ...subject);
    return {
      caFile,
      sign(name, names = [], days = 1) {
        const [keyFile, request, certFile] = [".key", ".csr", ".pem"].map((end) =>
          file(`${ca}-${name}${end}`),
        ) as [string, string, string];
        openssl("req", ...newKey, "-keyout", keyFile, "-out", request, "-subj", `/CN=${name}`);
        const extensions = file(`${name}.ext`);
        writeFileSync(extensions, names.length > 0 ? `subjectAltName=${names.join(",")}\n` : "");
        const by = ["-CA", caFile, "-CAkey", caKey, "-CAcreateserial", "-days", `${days}`];
        openssl("x509", "-req", "-in", request, ...by, "-extfile", extensions, "-out", certFile);
        return { certFile, keyFile };
      },
    };
  }

  return { folder, authority, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
