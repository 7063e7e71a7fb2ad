// Who did something, as a name: records keep "operator:Q-3", or "station" for what it concludes itself.

export function personOf(actor: string | null, station: string): string {
  if (actor === null || actor === "station") return station;
  return actor.replace(/^[a-z]+:/, "");
}
