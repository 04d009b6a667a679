export function generateDocs() {
  return "x\n";
}
