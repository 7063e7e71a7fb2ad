export function QualityPage() {
  return <main>q</main>;
}
