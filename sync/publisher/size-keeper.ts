// Decides when a shorter message is tried: it watches what leaves, what is taken over, what vanishes.
import {
  announced,
  anySize,
  type MessageSize,
  refused,
  SMALLEST_MESSAGE,
  vanished,
} from "./message-size.ts";
import { limits } from "./settings.ts";

export type SizeKeeper = {
  readonly size: () => MessageSize;
  /** A connection stands; `packetBytes` is what the broker announced, null for nothing. */
  connected(packetBytes: number | null): void;
  sent(id: number, bytes: number): void;
  taken(id: number): void;
  /** The broker refused a message of so many bytes as too large. */
  refused(bytes: number): void;
  /** The cursor goes back; `lacking`: the broker had taken over what the collector never got. */
  wentBack(lacking: boolean): void;
  /** The connection ended. */
  lost(reason: string): void;
  /** A stable code while messages do not pass and smaller ones are tried. */
  complaint(): string | null;
};

const TOO_LARGE = "broker-149";

/** @param topic where the messages go: its name takes part of a packet */
export function createSizeKeeper(topic: string): SizeKeeper {
  let size = anySize;
  /** Bytes of the messages under way, by id. */
  const underWay = new Map<number, number>();
  /** The longest message since the cursor last went back. */
  let longest = 0;
  let fruitless = 0;

  return {
    size: () => size,
    connected(packetBytes) {
      size = announced(size, packetBytes, topic);
      underWay.clear();
      longest = 0;
    },
    sent(id, bytes) {
      underWay.set(id, bytes);
      longest = Math.max(longest, bytes);
    },
    taken(id) {
      underWay.delete(id);
      fruitless = 0;
    },
    refused(bytes) {
      size = refused(size, bytes);
    },
    wentBack(lacking) {
      if (lacking && longest > SMALLEST_MESSAGE) size = vanished(size, longest);
      longest = 0;
    },
    lost(reason) {
      const largest = Math.max(0, ...underWay.values());
      underWay.clear();
      if (largest <= SMALLEST_MESSAGE) return;
      fruitless += 1;
      if (reason === TOO_LARGE || fruitless >= limits.fruitless) size = vanished(size, largest);
    },
    complaint() {
      if (size.tooSmall) return "broker-packets-too-small";
      return fruitless >= limits.fruitless ? "message-too-large" : null;
    },
  };
}
