// Parts of a page that are fetched after it stands: when first shown, or when somebody warms them up.
import { signal } from "@preact/signals";
import type { ComponentType, VNode } from "preact";

export type Later<Props> = ((props: Props) => VNode | null) & {
  /** Fetches the part ahead of its first use; a failed fetch is tried again when it is shown. */
  readonly warm: () => void;
};

/** A component whose code is a chunk of its own; nothing stands in its place until it is there. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): Later<Props> {
  const part = signal<ComponentType<Props> | null>(null);
  let fetching = false;
  const warm = () => {
    if (fetching || part.peek() !== null) return;
    fetching = true;
    load().then(
      (loaded) => {
        part.value = loaded;
      },
      () => {
        fetching = false;
      },
    );
  };
  const Part = (props: Props) => {
    const Loaded = part.value;
    if (Loaded === null) {
      warm();
      return null;
    }
    return <Loaded {...props} />;
  };
  return Object.assign(Part, { warm });
}
