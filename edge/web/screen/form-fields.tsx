// Forms and their fields: what a person fills in arrives trimmed, by name.
import type { ComponentChildren } from "preact";
import "../styles/form-fields.css";

type FieldProps = {
  readonly label: string;
  readonly name: string;
  readonly required?: boolean;
  /** Most characters. */
  readonly longest?: number;
};

export function Field({ label, name, required = false, longest = 500 }: FieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} required={required} maxLength={longest} autocomplete="off" />
    </label>
  );
}

export function DateField({ label, name }: FieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input name={name} type="date" />
    </label>
  );
}

export function Area({ label, name, required = false }: FieldProps) {
  return (
    <label class="field is-wide">
      <span>{label}</span>
      <textarea name={name} required={required} rows={2} maxLength={4000} />
    </label>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly name: string;
  /** Value and words of each option. */
  readonly options: readonly (readonly [string, string])[];
};

export function Choice({ label, name, options }: ChoiceProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <select name={name}>
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

type FormProps = {
  readonly onFields: (fields: ReadonlyMap<string, string>) => Promise<boolean>;
  readonly class?: string;
  readonly children: ComponentChildren;
};

/** A form whose fields arrive trimmed by name; it empties itself when the station stored them. */
export function FieldForm({ onFields, children, class: look = "" }: FormProps) {
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!(form instanceof HTMLFormElement)) return;
    const fields = new Map<string, string>();
    for (const [name, value] of new FormData(form)) fields.set(name, String(value).trim());
    if (await onFields(fields)) form.reset();
  };
  return (
    <form class={`fields ${look}`} onSubmit={submit}>
      {children}
    </form>
  );
}

/** A text, or null where nothing was entered. */
export function textOrNull(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
