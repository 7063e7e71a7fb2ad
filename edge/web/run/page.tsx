export function RunPage() {
  return <main>r</main>;
}
