// Who acts: the person who said who they are at this station.

export function actorOf(operator: string | null): string {
  return operator === null ? "operator:unknown" : `operator:${operator}`;
}
