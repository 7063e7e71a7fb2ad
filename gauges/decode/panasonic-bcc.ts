// Checks the block check characters of a Panasonic HL-G1 frame before its rules are tried.

/**
 * The frame's last two characters are `**` (check switched off) or the XOR of all before, in hex.
 * Gives the frame without them, or null when the check fails.
 */
export function checkPanasonicBcc(text: string): string | null {
  if (text.length < 3) return null;
  const body = text.slice(0, -2);
  const sent = text.slice(-2);
  if (sent === "**") return body;
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) sum ^= body.charCodeAt(index);
  return sum.toString(16).toUpperCase().padStart(2, "0") === sent ? body : null;
}
