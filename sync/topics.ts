// Decides where a message goes: the ISA-95 path of a station and the six channels below it.

export const channels = ["rec", "ack", "live", "state", "alarm", "cmd"] as const;
export type Channel = (typeof channels)[number];

/** Where a station stands; every name is one level of the topic. */
export type StationAddress = {
  readonly enterprise: string;
  readonly site: string;
  readonly area: string;
  readonly line: string;
  readonly station: string;
};

const ROOT = "proofline/v1";
const NAME_BYTES = 64;
const levels = ["enterprise", "site", "area", "line", "station"] as const;

/** Why a name cannot be a topic level, or null when it can. */
export function nameFault(name: string): string | null {
  if (name === "") return "is empty";
  if (Buffer.byteLength(name) > NAME_BYTES) return `is longer than ${NAME_BYTES} bytes`;
  if (name.startsWith("$")) return "begins with $, which brokers keep for themselves";
  if (/\p{Surrogate}/u.test(name)) return "is not well-formed Unicode";
  if (/[\s+#/\p{Cc}]/u.test(name)) return "holds a space, a control character, +, # or /";
  return null;
}

/** The topic of one channel of a station. Throws a RangeError that lists every unusable name. */
export function topicOf(address: StationAddress, channel: Channel): string {
  const faults = levels.flatMap((level) => {
    const fault = nameFault(address[level]);
    return fault === null ? [] : [`${level} ${JSON.stringify(address[level])} ${fault}`];
  });
  if (faults.length > 0) throw new RangeError(faults.join("; "));
  return [ROOT, ...levels.map((level) => address[level]), channel].join("/");
}

/** The filter for one channel of many stations; a level that is not given matches any name. */
export function topicFilter(channel: Channel, within: Partial<StationAddress> = {}): string {
  const path = levels.map((level) => {
    const name = within[level];
    if (name === undefined) return "+";
    const fault = nameFault(name);
    if (fault !== null) throw new RangeError(`${level} ${JSON.stringify(name)} ${fault}`);
    return name;
  });
  return [ROOT, ...path, channel].join("/");
}

/** Takes a topic apart; null when it is not one of ours. */
export function parseTopic(topic: string): {
  readonly address: StationAddress;
  readonly channel: Channel;
} | null {
  const [root, version, enterprise, site, area, line, station, last, ...rest] = topic.split("/");
  const channel = channels.find((known) => known === last);
  if (`${root}/${version}` !== ROOT || channel === undefined || rest.length > 0) return null;
  if (!enterprise || !site || !area || !line || !station) return null;
  return { address: { enterprise, site, area, line, station }, channel };
}
