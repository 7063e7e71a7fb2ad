// Decides in which words a person is told why records do not reach the plant, and what to do.

const untrusted =
  "The broker's certificate is not signed by the authority in caFile: check caFile.";
const ownCertificate = "The broker refuses this side's certificate: check certFile and keyFile.";
const noCertificate = "The broker asks for a certificate: set certFile and keyFile.";
const credentials = "The broker refuses user or password: check username and passwordFile.";
const rights = "The broker's rights do not allow this: check its access rules for this user.";
const unreachable = "The broker's machine cannot be reached: check the network and the address.";
const unresolved = "The broker's name cannot be resolved: check the address and the name service.";
const noTls = "The broker speaks no TLS at this port: check mqtt:// or mqtts://, and the port.";
const busy = "The broker is too busy or shutting down; it is tried again.";

/** System, TLS and MQTT codes, as they stand behind connect-, connection-, broker-, publish-refused-. */
const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nothing listens at the broker's address: check host and port, start the broker.",
  ECONNRESET: "The broker or the network cut the connection; it is tried again.",
  EPIPE: "The broker or the network cut the connection; it is tried again.",
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_HAS_EXPIRED: "The broker's certificate has expired: renew it, or set this machine's clock.",
  CERT_NOT_YET_VALID: "The broker's certificate is not valid yet: set this machine's clock.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "The broker's certificate is for another name: use the name it was made for in the address.",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: noCertificate,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: noCertificate,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: ownCertificate,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: ownCertificate,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: "This side's certificate has expired: renew certFile.",
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: ownCertificate,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  EPROTO: noTls,
  // MQTT 3.1.1 return codes, MQTT 5 reason codes.
  2: "The broker refuses the client id: check clientId.",
  3: busy,
  4: credentials,
  5: credentials,
  131: "The broker refuses this for a reason of its own: see its log.",
  133: "The broker refuses the client id: check clientId.",
  134: credentials,
  135: rights,
  136: busy,
  137: busy,
  138: "The broker has banned this client: see its log.",
  139: busy,
  144: "The broker refuses the topic: check its access rules.",
  149: "The broker refuses a message as too large; smaller ones are tried.",
  151: "The broker's quota is used up: raise it or make room; it is tried again.",
  159: busy,
};

const whole: Readonly<Record<string, string>> = {
  connecting: "The broker is being reached.",
  "not-started": "Sending has not begun.",
  stopped: "Sending has ended.",
  "closed-before-answer":
    "The broker hung up without an answer: check the port, and whether TLS or a certificate is due.",
  "no-answer": "The broker's port is open, but no answer comes: check what listens there.",
  "connection-closed": "The broker closed the connection; it is tried again.",
  "connection-lost": "The connection to the broker was lost; it is tried again.",
  "connection-failed": "The broker's answer could not be read; it is tried again.",
  "publish-failed": "A message could not be sent; it is tried again.",
  "protocol-version-refused": "The broker refuses this MQTT version: leave out `protocol`.",
  "session-taken-over":
    "Another client has the same client id at the broker: is this station or collector running twice?",
  "answers-refused":
    "The broker does not let the plant's answers be heard: allow this user to read …/ack.",
  "subscription-refused":
    "The broker does not let records be heard: allow the collector to read proofline/v1/#.",
  "station-twice":
    "Another running station has this station's name, or this one was cut off and started again less " +
    "than a minute ago and goes on by itself: records wait here. If it stays so, rename one of the two.",
  "message-too-large":
    "The connection ends whenever a long message is sent; smaller ones are tried.",
  "broker-packets-too-small":
    "The broker takes too small messages: records wait here. Raise its maximum packet size.",
  "record-too-long":
    "A record is too long to be sent in pieces: records wait here. Raise the size.",
  "not-arriving":
    "The broker takes records over, but the plant does not get them: check its rights and limits.",
  "not-confirming": "The plant has confirmed nothing for minutes: check collector and database.",
  "journal-unreadable": "The journal cannot be read; it is tried again.",
  "journal-unwritable": "The journal cannot note what the plant has; it is tried again.",
  "too-much-waiting": "Too many messages wait for the database; the broker sends them again.",
};

/**
 * A sentence in English for a stable code of the publisher's status or of the link to the broker:
 * what is wrong and one remedy. A code that is not known is named in it.
 */
export function explainReason(code: string): string {
  const known = whole[code];
  if (known !== undefined) return known;
  if (code.startsWith("settings-unreadable-")) {
    const cause = code.slice("settings-unreadable-".length);
    return `A file named in [mqtt] cannot be used (${cause}): check the paths and their rights.`;
  }
  const cause = /^(?:connect|connection|broker|publish-refused)-(.+)$/.exec(code)?.[1] ?? code;
  return causes[cause] ?? `Records do not reach the broker (${code}).`;
}
